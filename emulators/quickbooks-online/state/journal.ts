import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { Failure, messageOf } from '../../../src/support/failure.ts'
import { parseJson, stringifyJson } from '../../../src/support/json.ts'

/** One row set or removed: table, key, and the value (`null` when it is removed). */
export type RowChange = readonly [table: string, key: string, value: unknown]

const lineSchema = z.array(z.tuple([z.string(), z.string(), z.unknown()]))

/**
 * The file that makes an emulator outlive its process. Each state change is one line, written before the answer is
 * sent; the page cache keeps it when the process is killed. One line is one change, so a torn last line is a change
 * that no caller was told of, and is left out.
 */
export class Journal {
  readonly #file: string
  #descriptor: number | undefined

  constructor(file: string) {
    this.#file = file
  }

  /**
   * The changes on file, oldest first.
   * @throws {JournalUnreadable} when a line other than the last cannot be read.
   */
  *read(): Generator<readonly RowChange[]> {
    if (!existsSync(this.#file)) return
    const lines = readFileSync(this.#file, 'utf8').split('\n')
    // A whole file ends in a line break, so what follows the last one is nothing, or torn.
    const torn = lines.pop()
    if (torn === undefined) return
    for (const [index, line] of lines.entries()) yield this.#parse(line, index + 1)
  }

  /** Replaces the file by one that holds only these rows: written beside it, synced, then renamed over it. */
  compact(rows: Iterable<RowChange>): void {
    const beside = `${this.#file}.new`
    const descriptor = openSync(beside, 'w')
    for (const row of rows) writeFileSync(descriptor, lineOf([row]))
    fsyncSync(descriptor)
    closeSync(descriptor)
    renameSync(beside, this.#file)
  }

  append(changes: readonly RowChange[]): void {
    this.#descriptor ??= openSync(this.#file, 'a')
    // Unlike a single write, this goes on until the whole line is there.
    writeFileSync(this.#descriptor, lineOf(changes))
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #parse(line: string, number: number): readonly RowChange[] {
    try {
      return lineSchema.parse(parseJson(line))
    } catch (error) {
      throw new JournalUnreadable(
        `Line ${number} of the emulator's journal ${this.#file} cannot be read (${messageOf(error)}); move the file away to start empty.`,
        { cause: error },
      )
    }
  }
}

export class JournalUnreadable extends Failure {
  override readonly code = 'quickbooks-online-emulator.journal-unreadable'
}

function lineOf(changes: readonly RowChange[]): string {
  return `${stringifyJson(changes)}\n`
}
