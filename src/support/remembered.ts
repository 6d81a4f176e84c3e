/**
 * Values that never change under their key, kept in memory: the longest unused gives way when there is no more room. For
 * what is named by a hash or an id and costs more to read again than to keep.
 */
export class Remembered<Value> {
  readonly #most: number
  readonly #kept = new Map<string, { readonly value: Value; readonly weight: number }>()
  #total = 0

  /** @param most how much all of them together may weigh, in whatever {@link keep} weighs them by. */
  constructor(most: number) {
    this.#most = most
  }

  get(key: string): Value | undefined {
    const found = this.#kept.get(key)
    if (found === undefined) return undefined
    // A map goes through its keys in the order in which they were set.
    this.#kept.delete(key)
    this.#kept.set(key, found)
    return found.value
  }

  /** What weighs more than all the room is not kept. */
  keep(key: string, value: Value, weight = 1): void {
    this.#forget(key)
    if (weight > this.#most) return
    this.#kept.set(key, { value, weight })
    this.#total += weight
    for (const oldest of this.#kept.keys()) {
      if (this.#total <= this.#most) return
      this.#forget(oldest)
    }
  }

  #forget(key: string): void {
    this.#total -= this.#kept.get(key)?.weight ?? 0
    this.#kept.delete(key)
  }
}
