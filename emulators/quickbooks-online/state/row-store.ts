import { Journal, type RowChange } from './journal.ts'

/** All that an emulator remembers: rows by table and key, journalled as they change. */
export class RowStore {
  readonly #tables = new Map<string, Map<string, unknown>>()
  readonly #journal: Journal | undefined

  /** @throws {JournalUnreadable} when the journal is damaged before its last line. */
  constructor(journalFile?: string) {
    this.#journal = journalFile === undefined ? undefined : new Journal(journalFile)
    if (this.#journal === undefined) return
    for (const changes of this.#journal.read()) this.#apply(changes)
    this.#journal.compact(this.#all())
  }

  get(table: string, key: string): unknown {
    return this.#tables.get(table)?.get(key)
  }

  table(name: string): ReadonlyMap<string, unknown> {
    return this.#tables.get(name) ?? emptyTable
  }

  /** Makes the changes lasting, all or none, and only then visible. */
  commit(changes: readonly RowChange[]): void {
    if (changes.length === 0) return
    this.#journal?.append(changes)
    this.#apply(changes)
  }

  close(): void {
    this.#journal?.close()
  }

  #apply(changes: readonly RowChange[]): void {
    for (const [table, key, value] of changes) {
      if (value === null) this.#tables.get(table)?.delete(key)
      else this.#tableToWrite(table).set(key, value)
    }
  }

  #tableToWrite(name: string): Map<string, unknown> {
    const known = this.#tables.get(name)
    if (known !== undefined) return known
    const created = new Map<string, unknown>()
    this.#tables.set(name, created)
    return created
  }

  *#all(): Generator<RowChange> {
    for (const [table, rows] of this.#tables) for (const [key, value] of rows) yield [table, key, value]
  }
}

const emptyTable: ReadonlyMap<string, unknown> = new Map()

/** Changes being prepared: they are read back at once by whoever prepares them, and reach the store together. */
export class Draft {
  readonly #store: RowStore
  readonly #changed = new Map<string, Map<string, unknown>>()

  constructor(store: RowStore) {
    this.#store = store
  }

  get(table: string, key: string): unknown {
    const changed = this.#changed.get(table)
    if (changed?.has(key) === true) return changed.get(key) ?? undefined
    return this.#store.get(table, key)
  }

  set(table: string, key: string, value: unknown): void {
    const rows = this.#changed.get(table) ?? new Map<string, unknown>()
    rows.set(key, value)
    this.#changed.set(table, rows)
  }

  remove(table: string, key: string): void {
    this.set(table, key, null)
  }

  *rows(table: string): Generator<readonly [string, unknown]> {
    const changed = this.#changed.get(table)
    for (const [key, value] of this.#store.table(table)) if (changed?.has(key) !== true) yield [key, value]
    for (const [key, value] of changed ?? []) if (value !== null) yield [key, value]
  }

  commit(): void {
    const changes: RowChange[] = []
    for (const [table, rows] of this.#changed) for (const [key, value] of rows) changes.push([table, key, value])
    this.#store.commit(changes)
    this.#changed.clear()
  }
}
