/** Counts calls in windows of one minute of the emulator's clock. */
export class CallLimit {
  #windowStart = Number.NEGATIVE_INFINITY
  #calls = 0

  /** Counts a call; gives the seconds to wait when it is beyond the limit. */
  waitSeconds(now: Date, limit: number | null): number | undefined {
    if (limit === null) return undefined
    const age = now.getTime() - this.#windowStart
    // A clock that was set back starts a new window, too.
    if (age >= minute || age < 0) {
      this.#windowStart = now.getTime()
      this.#calls = 0
    }
    this.#calls += 1
    return this.#calls > limit ? Math.ceil((this.#windowStart + minute - now.getTime()) / 1000) : undefined
  }
}

const minute = 60_000
