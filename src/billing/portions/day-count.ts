import type { DayCount } from '../../domain/quantity-rules.ts'
import { daysIn, type Period } from '../../domain/period.ts'
import { addMonths, daysBetween, type PlainDate } from '../../domain/plain-date.ts'

/** These days of those. */
export interface DayShare {
  readonly days: number
  readonly of: number
}

/**
 * The share of a period that a service period inside it is; undefined: the whole, which is never prorated. Each rule
 * says how many days are left of the period on a day, so shares of adjoining days add up to the share of them all, and a
 * seat that leaves is credited with what one that joins on that day would pay.
 */
export function shareOf(service: Period, period: Period, dayCount: DayCount = 'actual'): DayShare | undefined {
  if (service.start === period.start && service.end === period.end) return undefined
  if (dayCount === 'actual') return { days: daysBetween(service.start, service.end), of: daysIn(period) }
  const of = countedDays(period)
  const left = (day: PlainDate): number => daysLeft(day, period, of, dayCount)
  return { days: left(service.start) - left(service.end), of }
}

function daysLeft(day: PlainDate, { start, end }: Period, of: number, dayCount: DayCount): number {
  if (day === start) return of
  return Math.min(of, dayCount === '30-360' ? days360(day, end) : daysBetween(day, end))
}

/** 30 for each month; a period that is no number of whole months has its own days. */
function countedDays(period: Period): number {
  return (wholeMonths(period) ?? daysIn(period) / 30) * 30
}

function wholeMonths({ start, end }: Period): number | undefined {
  const months = monthNumber(end) - monthNumber(start)
  const isWhole =
    addMonths(start, months) === end ||
    addMonths(end, -months) === start ||
    // Months from the 31st go from the last day of one month to that of the next, such as 28 February to 31 March.
    (months > 0 && dayOfMonth(start) >= 28 && dayOfMonth(end) >= 28)
  return isWhole && months > 0 ? months : undefined
}

/** Days by the 30E/360 convention: a 31st counts as a 30th, and every month has 30 days. */
function days360(from: PlainDate, until: PlainDate): number {
  const day = (date: PlainDate): number => monthNumber(date) * 30 + Math.min(dayOfMonth(date), 30)
  return day(until) - day(from)
}

function monthNumber(date: PlainDate): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
}

function dayOfMonth(date: PlainDate): number {
  return Number(date.slice(8, 10))
}
