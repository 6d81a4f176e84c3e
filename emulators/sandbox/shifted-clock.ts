import type { Clock } from '../../src/support/clock.ts'

/** A clock that runs as fast as another one, and can be set forward: time in a sandbox passes, and can be made to. */
export interface ShiftedClock extends Clock {
  /** How far it is ahead of the clock below, in milliseconds. */
  readonly offset: number
  setTo(instant: Date): void
}

export function createShiftedClock(base: Clock, offset: number): ShiftedClock {
  let ahead = offset
  return {
    get offset() {
      return ahead
    },
    now: () => new Date(base.now().getTime() + ahead),
    sleep: (milliseconds, signal) => base.sleep(milliseconds, signal),
    setTo: (instant) => {
      ahead = instant.getTime() - base.now().getTime()
    },
  }
}
