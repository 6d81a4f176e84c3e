import { Failure } from '../support/failure.ts'

/** How many requests one caller may make: so many at once, then so many a second. */
export interface RequestLimit {
  readonly burst: number
  readonly perSecond: number
}

/** A person works a screen with a dozen requests; a program that asks more than this has gone wrong. */
export const callerLimit: RequestLimit = { burst: 1_000, perSecond: 50 }
/** Those who have not signed in: enough for a mistyped password, little for guessing. */
export const strangerLimit: RequestLimit = { burst: 100, perSecond: 2 }

export class TooManyRequests extends Failure {
  override readonly code = 'request.too-many'
  readonly seconds: number

  constructor(seconds: number) {
    super(`There were too many requests. Ask again in ${String(seconds)} seconds.`)
    this.seconds = seconds
  }
}

/** What is left to a caller: `tokens` at the time `at`, in milliseconds. */
interface Bucket {
  readonly tokens: number
  readonly at: number
}

const mostBuckets = 10_000

/**
 * Counts requests for each caller, in this process alone: each process of a server lets its share through. It keeps
 * nothing of whoever has been quiet long enough, and never more than ten thousand callers.
 */
export class RequestRate {
  readonly #buckets = new Map<string, Bucket>()

  /** Takes one request of a caller. @throws {TooManyRequests} when there is none left. */
  take(caller: string, { burst, perSecond }: RequestLimit, now: Date): void {
    const at = now.getTime()
    const last = this.#buckets.get(caller)
    // A clock that was set back gives nothing, and takes nothing.
    const gained = last === undefined ? burst : (Math.max(at - last.at, 0) / 1000) * perSecond
    const tokens = Math.min((last?.tokens ?? 0) + gained, burst)
    if (tokens < 1) throw new TooManyRequests(Math.ceil((1 - tokens) / perSecond))
    this.#buckets.delete(caller)
    this.#buckets.set(caller, { tokens: tokens - 1, at })
    if (this.#buckets.size > mostBuckets) this.#forgetOldest()
  }

  /** Of those kept, the one that asked the longest ago: its bucket is the nearest to full. */
  #forgetOldest(): void {
    const oldest = this.#buckets.keys().next()
    if (oldest.done !== true) this.#buckets.delete(oldest.value)
  }
}
