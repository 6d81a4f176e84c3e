/**
 * Lets pieces of work that are done at the same time pass a place one after the other, in the order of their numbers
 * (0, 1, 2, …), whichever comes first.
 */
export class InTurn {
  #next = 0
  readonly #waiting = new Map<number, { readonly go: () => void; readonly giveUp: (error: unknown) => void }>()
  #broken: { readonly error: unknown } | undefined

  /** @throws what broke the row, when one of those before has not come through. */
  async pass<Result>(number: number, work: () => Promise<Result>): Promise<Result> {
    if (number !== this.#next && this.#broken === undefined) {
      await new Promise<void>((go, giveUp) => this.#waiting.set(number, { go, giveUp }))
    }
    if (this.#broken !== undefined) throw this.#broken.error
    const result = await work()
    this.#next = number + 1
    this.#waiting.get(this.#next)?.go()
    this.#waiting.delete(this.#next)
    return result
  }

  /** A piece that will never come: nobody after it may wait for it. */
  break(error: unknown): void {
    this.#broken ??= { error }
    for (const { giveUp } of this.#waiting.values()) giveUp(error)
    this.#waiting.clear()
  }
}
