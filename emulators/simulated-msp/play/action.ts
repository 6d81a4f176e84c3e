import type { Pax8State } from '../../pax8/state.ts'

/** Something that happens at the distributor at a time. */
export interface Action {
  /** ISO text in UTC; texts compare like times. */
  readonly at: string
  readonly apply: (pax8: Pax8State) => void
}

/** Before anything is dated. */
export const beginning = '0000-01-01T00:00:00.000Z'
