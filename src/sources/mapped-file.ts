import type { Company, Product } from '../domain/subscription.ts'

/** What every mapping says of itself, whichever kind of file it reads. */
export interface MappingHead {
  readonly id: string
  readonly version: number
  readonly label: string
  readonly format: 'csv' | 'tsv' | 'json' | 'jsonl'
  /** The mapping as it is written, for the record of an import. */
  readonly text: string
  /** Tells two readings of one mapping apart: all of it but the notes. */
  readonly sha256: string
  /** Fields that the operator states with each file where the file itself does not. */
  readonly asks: readonly string[]
}

/** A file with what the operator says about it. */
export interface MappedFile {
  readonly connectionId: string
  readonly bytes: Uint8Array
  /** The operator's choice where the file's dates can be read both ways; undefined: not chosen. */
  readonly dateOrder: DateOrder | undefined
  /** What the mapping asks for, by field; left out: nothing. */
  readonly stated?: Readonly<Record<string, string>>
  /** True: rows that cannot be read are left out, as the operator wants. Left out: they block the file. */
  readonly leaveOutBadRows?: boolean
}

/** `day-first`: 05/04 is 5 April. `month-first`: it is 4 May. */
export type DateOrder = 'day-first' | 'month-first'

/** What all readings of files have in common. While a problem is blocking, none of the records may be imported. */
export interface FileReading {
  /** The file as text, for evidence; undefined when it is no text. */
  readonly text: string | undefined
  /** Rows that became records. */
  readonly rowCount: number
  /** Rows without any value. */
  readonly emptyRows: number
  /** Lines of the rows that the mapping's filter leaves out. */
  readonly leftOutLines: readonly number[]
  /** Lines of the rows that cannot be read. Where the operator wants them left out, the rest is less than the file. */
  readonly badLines: readonly number[]
  /** Columns that the mapping does not know. They are in the file that is kept, and decide nothing. */
  readonly unknownColumns: readonly string[]
  /** Columns that the mapping would read and can do without, and that this file does not have. */
  readonly absentColumns: readonly string[]
  readonly companies: readonly Company[]
  readonly products: readonly Product[]
  readonly problems: readonly FileProblem[]
}

export type FileProblemCode =
  | 'file-unreadable'
  | 'no-rows'
  | 'column-missing'
  | 'column-ambiguous'
  | 'row-unreadable'
  | 'value-unreadable'
  | 'date-ambiguous'
  | 'period-end-unclear'
  | 'not-stated'
  | 'control-total'
  | 'invoice-inconsistent'
  | 'unknown-word'
  | 'unknown-charge-kind'
  | 'line-arithmetic'
  | 'name-differs'
  | 'period-half-stated'
  | 'subscription-twice'

export interface FileProblem {
  readonly code: FileProblemCode
  /** A file with a blocking problem is not imported, not even in part. */
  readonly severity: 'blocking' | 'warning'
  /** The line of the file, counted from 1; undefined when it is about more than one. */
  readonly line: number | undefined
  readonly column: string | undefined
  readonly message: string
}
