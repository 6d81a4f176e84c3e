import { InvalidInput } from '../../support/failure.ts'
import type { FileProblem } from '../mapped-file.ts'

/** A file as rows of cells, whatever its format. Names may repeat: a column is its place. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
  /** Rows without any value. */
  readonly emptyRows: number
  readonly problems: readonly FileProblem[]
}

export interface TableRow {
  /** The line of the file that the row starts on, counted from 1; in a JSON document the row's place in its list. */
  readonly line: number
  readonly cells: readonly string[]
}

/** The file cannot be read as rows at all. */
export class FileHasNoRows extends InvalidInput {
  override readonly code = 'file.no-rows'
  readonly line: number | undefined

  constructor(message: string, options: { line?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.line = options.line
  }
}
