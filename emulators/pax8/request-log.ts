/** One call that reached the emulator; status 0 when it was dropped without an answer. */
export interface LoggedRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly status: number
}

/** The latest calls, oldest first. */
export class RequestLog {
  readonly entries: LoggedRequest[] = []
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  add(entry: LoggedRequest): void {
    this.entries.push(entry)
    // Trimmed in blocks, because taking one off the front of a long array for every call is slow.
    if (this.entries.length >= this.#limit * 2) this.entries.splice(0, this.entries.length - this.#limit)
  }
}
