/**
 * Records by id, in the order they were added, with memoised answers to queries. A page of a listing must not cost a
 * walk over all records: a query is worked out once and then served by slicing until a record changes.
 */
export class RecordTable<T extends { readonly id: string }> {
  readonly #records = new Map<string, T>()
  readonly #indexes = new Map<string, Map<string, T[]>>()
  readonly #queries = new Map<string, readonly T[]>()
  #all: readonly T[] | undefined
  #version = 0

  /** Grows with every change. */
  get version(): number {
    return this.#version
  }

  get size(): number {
    return this.#records.size
  }

  get(id: string): T | undefined {
    return this.#records.get(id)
  }

  /** Adds the record at the end, or replaces the one with its id in place. */
  put(record: T): void {
    this.#records.set(record.id, record)
    this.#changed()
  }

  delete(id: string): void {
    this.#records.delete(id)
    this.#changed()
  }

  /** All records, oldest first. */
  all(): readonly T[] {
    this.#all ??= [...this.#records.values()]
    return this.#all
  }

  /** The records whose field holds the value, oldest first, from an index that is built on first use. */
  where(field: keyof T & string, value: string): readonly T[] {
    let index = this.#indexes.get(field)
    if (index === undefined) {
      index = this.#indexBy(field)
      this.#indexes.set(field, index)
    }
    return index.get(value) ?? []
  }

  /** The result of `work`, remembered under `key` until a record changes. */
  query(key: string, work: () => readonly T[]): readonly T[] {
    const known = this.#queries.get(key)
    if (known !== undefined) return known
    if (this.#queries.size >= mostQueries) this.#queries.clear()
    const result = work()
    this.#queries.set(key, result)
    return result
  }

  #indexBy(field: keyof T & string): Map<string, T[]> {
    const index = new Map<string, T[]>()
    for (const record of this.all()) {
      const value = String(record[field])
      const rows = index.get(value)
      if (rows === undefined) index.set(value, [record])
      else rows.push(record)
    }
    return index
  }

  #changed(): void {
    this.#version += 1
    this.#all = undefined
    if (this.#indexes.size > 0) this.#indexes.clear()
    if (this.#queries.size > 0) this.#queries.clear()
  }
}

const mostQueries = 500
