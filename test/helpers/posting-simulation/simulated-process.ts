import type { PostingStore } from '../../../src/app/posting/posting-store.ts'
import type { Clock } from '../../../src/support/clock.ts'
import type { Random } from '../../../emulators/simulated-msp/random.ts'
import type { EventClock } from './event-clock.ts'

/**
 * A process of the program: it has a clock that may be wrong, and can be killed. What is killed never hears of anything
 * again; what it had sent goes on its way.
 */
export class SimulatedProcess {
  readonly clock: Clock
  readonly cancel = new AbortController()
  /** Resolves when it was killed. */
  readonly gone: Promise<'killed'>
  #alive = true
  #offset = 0
  #markGone: () => void = () => undefined
  readonly #time: EventClock
  readonly #random: Random

  constructor(time: EventClock, random: Random) {
    this.#time = time
    this.#random = random
    this.gone = new Promise((resolve) => {
      this.#markGone = (): void => {
        resolve('killed')
      }
    })
    this.clock = {
      now: () => new Date(time.now().getTime() + this.#offset),
      sleep: (milliseconds, signal) => this.hear(time.sleep(milliseconds, signal)),
    }
  }

  kill(): void {
    this.#alive = false
    this.#markGone()
  }

  setClockWrong(milliseconds: number): void {
    this.#offset = milliseconds
  }

  /** What the process hears, if it is still there then. */
  hear<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      work.then(
        (result) => {
          if (this.#alive) resolve(result)
        },
        (error: unknown) => {
          if (this.#alive) reject(error instanceof Error ? error : new Error(String(error)))
        },
      )
    })
  }

  /** The store as this process reaches it: a change is made or it is not, and its answer may find nobody. */
  reach(store: PostingStore): PostingStore {
    return { takeTurn: (turn) => this.change(() => store.takeTurn(turn)) }
  }

  async change<Result>(change: () => Promise<Result>): Promise<Result> {
    await this.hear(this.#time.sleep(this.#random.between(1, 20)))
    const result = await change()
    await this.hear(this.#time.sleep(this.#random.between(1, 20)))
    return result
  }
}
