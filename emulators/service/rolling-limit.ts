/** Counts calls in a sliding window of the emulator's clock. */
export class RollingLimit {
  readonly #most: number
  readonly #milliseconds: number
  #times: number[] = []

  constructor(most: number, milliseconds: number) {
    this.#most = most
    this.#milliseconds = milliseconds
  }

  /** How many more calls the window takes. A clock set back must not leave calls counted for ever. */
  left(now: Date): number {
    this.#times = this.#times.filter((time) => Math.abs(now.getTime() - time) < this.#milliseconds)
    return this.#most - this.#times.length
  }

  count(now: Date): void {
    this.#times.push(now.getTime())
  }

  /** How long until the window takes one more. */
  waitSeconds(now: Date): number {
    const oldest = this.#times[0] ?? now.getTime()
    return Math.max(1, Math.ceil((oldest + this.#milliseconds - now.getTime()) / 1000))
  }
}
