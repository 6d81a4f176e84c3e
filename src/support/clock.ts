/** Where the program reads the time, and where it waits. Tests and the sandbox pass a clock that they move themselves. */
export interface Clock {
  now(): Date
  /** Resolves after `milliseconds` of this clock's time; rejects with the signal's reason when it is aborted first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortReason(signal))
        return
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }, milliseconds)
      const onAbort = (): void => {
        clearTimeout(timer)
        reject(abortReason(signal))
      }
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
}

/** A clock that stands still until it is moved; sleeping moves it. It can be set back, as real clocks sometimes are. */
export interface ManualClock extends Clock {
  advanceTo(instant: Date): void
  advanceBy(milliseconds: number): void
}

export function createManualClock(start: Date): ManualClock {
  let milliseconds = start.getTime()
  return {
    now: () => new Date(milliseconds),
    sleep: async (duration, signal) => {
      if (signal?.aborted === true) throw abortReason(signal)
      milliseconds += duration
      // Yields to the event loop so that a waiting loop lets others run, as it would in real time.
      await new Promise((resolve) => setImmediate(resolve))
    },
    advanceTo: (instant) => {
      milliseconds = instant.getTime()
    },
    advanceBy: (duration) => {
      milliseconds += duration
    },
  }
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new Error('The wait was cancelled.')
}
