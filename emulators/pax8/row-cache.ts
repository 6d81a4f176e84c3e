/**
 * The JSON of records, written once. A record is replaced when it changes, so its identity is a good key; the stamp
 * covers what else goes into a row (the switches, the products' names).
 */
export class RowCache<T extends object> {
  readonly #rows = new WeakMap<T, { readonly stamp: string; readonly text: string }>()

  text(record: T, stamp: string, write: (record: T) => string): string {
    const known = this.#rows.get(record)
    if (known?.stamp === stamp) return known.text
    const text = write(record)
    this.#rows.set(record, { stamp, text })
    return text
  }
}
