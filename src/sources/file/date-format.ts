import { isPlainDate, type PlainDate } from '../../domain/plain-date.ts'
import type { DateOrder } from '../mapped-file.ts'

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const tokens: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  MMM: '(?<name>[A-Za-z]{3})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
}

const tokenPattern = /yyyy|MMM|MM|M|dd|d/g
/** Exports often append a time to what is a day; it is dropped, and the day stands as it was written. */
const timeOfDay = '(?:[T ]\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?: ?[AaPp][Mm])?(?: ?Z|[+-]\\d{2}:?\\d{2})?)?'

/** True for formats with one year, one month and one day, such as `dd-MMM-yyyy` or `M/d/yyyy`. */
export function isDateFormat(format: string): boolean {
  const found = format.match(tokenPattern) ?? []
  const hasEach = ['y', 'M', 'd'].every((letter) => found.filter((token) => token.startsWith(letter)).length === 1)
  return hasEach && /^[-/. ]*$/.test(format.replaceAll(tokenPattern, ''))
}

/** Which of day and month comes first; undefined where a month name or a leading year leaves no doubt. */
export function dateOrderOf(format: string): DateOrder | undefined {
  if (format.includes('MMM') || format.startsWith('yyyy')) return undefined
  return format.indexOf('d') < format.indexOf('M') ? 'day-first' : 'month-first'
}

/** The day that a text names in a format, or `undefined` when it names none. Month names are English. */
export function parseDate(text: string, format: string): PlainDate | undefined {
  const groups = patternOf(format).exec(text)?.groups
  if (groups === undefined) return undefined
  const { year = '', name, month, day = '' } = groups
  const number = name === undefined ? Number(month) : monthNames.indexOf(name.toLowerCase()) + 1
  const date = `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`
  return isPlainDate(date) ? date : undefined
}

const patterns = new Map<string, RegExp>()

function patternOf(format: string): RegExp {
  const known = patterns.get(format)
  if (known !== undefined) return known
  const literal = format.replaceAll('.', '\\.')
  const pattern = new RegExp(`^${literal.replaceAll(tokenPattern, (token) => tokens[token] ?? token)}${timeOfDay}$`)
  patterns.set(format, pattern)
  return pattern
}
