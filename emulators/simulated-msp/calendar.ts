const dayMilliseconds = 86_400_000
const dayNumbers = new Map<string, number>()

/** Days since 1970-01-01 of a day written as `2026-09-14`. */
export function dayNumber(day: string): number {
  const known = dayNumbers.get(day)
  if (known !== undefined) return known
  const number =
    Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / dayMilliseconds
  dayNumbers.set(day, number)
  return number
}

export function daysBetween(from: string, until: string): number {
  return dayNumber(until) - dayNumber(from)
}

export function addDays(day: string, days: number): string {
  return new Date((dayNumber(day) + days) * dayMilliseconds).toISOString().slice(0, 10)
}

/** The month (`2026-09`) that lies so many months after another, or before it when the count is negative. */
export function addMonths(month: string, months: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months
  const year = Math.floor(count / 12)
  return `${String(year).padStart(4, '0')}-${String(count - year * 12 + 1).padStart(2, '0')}`
}

/** The half-open span of a calendar month. */
export interface MonthSpan {
  readonly month: string
  readonly start: string
  readonly end: string
  readonly days: number
  readonly lastDay: string
}

const spans = new Map<string, MonthSpan>()

export function monthSpan(month: string): MonthSpan {
  const known = spans.get(month)
  if (known !== undefined) return known
  const start = `${month}-01`
  const end = `${addMonths(month, 1)}-01`
  const span = { month, start, end, days: daysBetween(start, end), lastDay: addDays(end, -1) }
  spans.set(month, span)
  return span
}

/** The day of a month by its number, `dayIn('2026-09', 4)` being 2026-09-04. */
export function dayIn(month: string, day: number): string {
  return `${month}-${String(day).padStart(2, '0')}`
}

const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October'],
  ...['November', 'December'],
]

/** `October 2026`, without asking the machine's language. */
export function monthInWords(month: string): string {
  return `${monthNames[Number(month.slice(5, 7)) - 1] ?? month} ${month.slice(0, 4)}`
}
