/** A calendar day without time or zone, as `YYYY-MM-DD`. Such texts sort as the days do, so `<` compares them. */
export type PlainDate = string

const pattern = /^[1-9]\d{3}-\d{2}-\d{2}$/
const millisecondsPerDay = 86_400_000

/** True for a day that exists: `2026-02-29` does not. */
export function isPlainDate(text: string): boolean {
  if (!pattern.test(text)) return false
  const milliseconds = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(milliseconds) && plainDateOfDayNumber(milliseconds / millisecondsPerDay) === text
}

/** @throws {RangeError} when the text is no day of the calendar. */
export function plainDate(text: string): PlainDate {
  if (!isPlainDate(text)) throw new RangeError(`"${text.slice(0, 40)}" is not a day of the calendar (YYYY-MM-DD).`)
  return text
}

/** Days since 1970-01-01: the form for day arithmetic. */
export function dayNumber(date: PlainDate): number {
  const year = Number(date.slice(0, 4))
  const month = Number(date.slice(5, 7))
  return Date.UTC(year, month - 1, Number(date.slice(8, 10))) / millisecondsPerDay
}

/** The day so many days after 1970-01-01. The same few hundred days are asked for again and again, so they are kept. */
export function plainDateOfDayNumber(day: number): PlainDate {
  const kept = knownDays.get(day)
  if (kept !== undefined) return kept
  const date = new Date(day * millisecondsPerDay).toISOString().slice(0, 10)
  if (knownDays.size < mostKnownDays) knownDays.set(day, date)
  return date
}

const knownDays = new Map<number, PlainDate>()
/** A hundred years. */
const mostKnownDays = 36_525

export function addDays(date: PlainDate, days: number): PlainDate {
  return plainDateOfDayNumber(dayNumber(date) + days)
}

/** The days from `start` up to but not including `end`; negative when `end` comes first. */
export function daysBetween(start: PlainDate, end: PlainDate): number {
  return dayNumber(end) - dayNumber(start)
}

/** The same day `months` later, or the last day of that month where it is shorter: 31 January plus one is 28 February. */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const monthIndex = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  const year = Math.floor(monthIndex / 12)
  const month = monthIndex - year * 12
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return plainDateOfDayNumber(Date.UTC(year, month, Math.min(Number(date.slice(8, 10)), lastDay)) / millisecondsPerDay)
}

export function earlier(a: PlainDate, b: PlainDate): PlainDate {
  return a < b ? a : b
}

export function later(a: PlainDate, b: PlainDate): PlainDate {
  return a > b ? a : b
}

/** The calendar day that an instant falls on in a time zone such as `America/Denver`. */
export function plainDateIn(timeZone: string, instant: Date): PlainDate {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return parts.format(instant)
}
