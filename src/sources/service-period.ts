import { addDays, addMonths, type PlainDate } from '../domain/plain-date.ts'
import type { Period } from '../domain/period.ts'

/** Whether the stated end of a period is the first day after it or its last day. Pax8's documents show both. */
export type EndConvention = 'exclusive' | 'inclusive'

interface StatedPeriod {
  readonly start: PlainDate
  readonly end: PlainDate
}

/** A service period, half-open; `odd` when neither reading of the end fits a natural period. */
interface ReadPeriod {
  readonly period: Period
  readonly odd: boolean
}

/** The convention that a stated period proves by itself; undefined where both readings or neither are natural. */
export function provenConvention(stated: StatedPeriod): EndConvention | undefined {
  if (stated.end <= stated.start) return undefined
  const exclusive = isNaturalEnd(stated.start, stated.end)
  const inclusive = isNaturalEnd(stated.start, addDays(stated.end, 1))
  if (exclusive === inclusive) return undefined
  return exclusive ? 'exclusive' : 'inclusive'
}

/**
 * Reads a stated period as half-open days. What a line proves by itself wins; where it proves nothing, the convention
 * that the other lines of its invoice prove is taken, and without any the one that the endpoint's published example has.
 * @returns `undefined` when the end lies before the start.
 */
export function readServicePeriod(stated: StatedPeriod, ofInvoice: EndConvention): ReadPeriod | undefined {
  const { start, end } = stated
  if (end < start) return undefined
  // One day, as one-time charges have it: an exclusive end would leave no day at all.
  if (end === start) return { period: { start, end: addDays(start, 1) }, odd: false }
  const convention = provenConvention(stated) ?? ofInvoice
  const firstDayAfter = convention === 'exclusive' ? end : addDays(end, 1)
  const odd = !isNaturalEnd(start, end) && !isNaturalEnd(start, addDays(end, 1))
  return { period: { start, end: firstDayAfter }, odd }
}

/** Periods naturally end whole months after they start, or, cut short by a change, where a calendar month does. */
function isNaturalEnd(start: PlainDate, firstDayAfter: PlainDate): boolean {
  return firstDayAfter.endsWith('-01') || addMonths(start, monthsApart(start, firstDayAfter)) === firstDayAfter
}

function monthsApart(start: PlainDate, end: PlainDate): number {
  return (
    (Number(end.slice(0, 4)) - Number(start.slice(0, 4))) * 12 + Number(end.slice(5, 7)) - Number(start.slice(5, 7))
  )
}
