import type { Clock } from '../../../src/support/clock.ts'

interface Waiting {
  readonly at: number
  readonly order: number
  readonly wake: () => void
}

/**
 * Simulated time that passes only while everybody waits for it. What is to happen at one moment happens in the order
 * in which it was asked for, so that a course is the same each time it is played.
 */
export class EventClock implements Clock {
  #milliseconds: number
  #order = 0
  #waiting: Waiting[] = []

  constructor(start: Date) {
    this.#milliseconds = start.getTime()
  }

  now(): Date {
    return new Date(this.#milliseconds)
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting)
        reject(reasonOf(signal))
      }
      if (signal?.aborted === true) {
        reject(reasonOf(signal))
        return
      }
      const wake = (): void => {
        signal?.removeEventListener('abort', giveUp)
        resolve()
      }
      this.#order += 1
      const waiting = { at: this.#milliseconds + Math.max(0, milliseconds), order: this.#order, wake }
      this.#waiting.push(waiting)
      signal?.addEventListener('abort', giveUp, { once: true })
    })
  }

  /** Lets time pass until the work is done. @throws when nobody waits for time any more and it is not done. */
  async play<Result>(work: Promise<Result>): Promise<Result> {
    const state = { isDone: false }
    const settled = work.finally(() => {
      state.isDone = true
    })
    // Its failure is told when it is awaited at the end.
    settled.catch(() => undefined)
    for (let idle = 0; idle < 2; idle += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      if (state.isDone) return settled
      if (this.#wakeNext()) idle = -1
    }
    throw new Error('Everybody waits for ever.')
  }

  #wakeNext(): boolean {
    const next = this.#waiting.reduce<Waiting | undefined>((first, one) => {
      if (first === undefined) return one
      return one.at < first.at || (one.at === first.at && one.order < first.order) ? one : first
    }, undefined)
    if (next === undefined) return false
    this.#waiting = this.#waiting.filter((one) => one !== next)
    this.#milliseconds = Math.max(this.#milliseconds, next.at)
    next.wake()
    return true
  }
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new Error('The wait was cancelled.')
}
