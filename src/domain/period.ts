import { addMonths, daysBetween, earlier, isPlainDate, later, type PlainDate } from './plain-date.ts'

/** Half-open: `start` is inside, `end` is the first day outside. `[2026-04-01, 2026-05-01)` is April. */
export interface Period {
  readonly start: PlainDate
  readonly end: PlainDate
}

/** @throws {RangeError} when the end does not come after the start. */
export function period(start: PlainDate, end: PlainDate): Period {
  if (!isPlainDate(start) || !isPlainDate(end) || end <= start) {
    throw new RangeError(`A period must end after it starts; "${start}" to "${end}" does not.`)
  }
  return { start, end }
}

/** The calendar month written as `2026-04`. @throws {RangeError} for another text. */
export function billingMonth(month: string): Period {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    throw new RangeError(`"${month.slice(0, 20)}" is not a month; write it as YYYY-MM, for example 2026-04.`)
  }
  return monthOf(`${month}-01`)
}

/** The calendar month that holds a day. */
export function monthOf(date: PlainDate): Period {
  const start = `${date.slice(0, 7)}-01`
  return { start, end: addMonths(start, 1) }
}

/** The month before a calendar month. */
export function previousMonth(month: Period): Period {
  return { start: addMonths(month.start, -1), end: month.start }
}

/** `2026-04` for the calendar month that a period starts in. */
export function formatMonth(value: Period): string {
  return value.start.slice(0, 7)
}

export function daysIn(value: Period): number {
  return daysBetween(value.start, value.end)
}

export function contains(value: Period, date: PlainDate): boolean {
  return value.start <= date && date < value.end
}

/** The days that two periods share, or `undefined` when they share none. */
export function overlap(a: Period, b: Period): Period | undefined {
  const start = later(a.start, b.start)
  const end = earlier(a.end, b.end)
  return start < end ? { start, end } : undefined
}

export function samePeriod(a: Period, b: Period): boolean {
  return a.start === b.start && a.end === b.end
}
