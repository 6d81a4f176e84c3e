import { addDays, addMonths, earlier, later, type PlainDate } from '../../domain/plain-date.ts'

/** How Xero writes terms: a kind, and a number of days or a day of the month. */
export interface XeroTerm {
  readonly kind: string
  readonly day: number
}

/** The id by which the port knows terms of Xero, which have none: `DAYSAFTERBILLDATE 30`. */
export function termIdOf({ kind, day }: XeroTerm): string {
  return `${kind} ${String(day)}`
}

/** @returns undefined for an id that names no terms. */
export function termOfId(termId: string): XeroTerm | undefined {
  const [, kind, day] = /^([A-Z]+) (\d{1,3})$/.exec(termId) ?? []
  return kind === undefined || day === undefined ? undefined : { kind, day: Number(day) }
}

/**
 * The day on which a document is due. Xero has no terms on an invoice and demands a due date of an approved one, so it
 * is worked out as Xero itself does on its screen.
 */
export function dueDate(date: PlainDate, term: XeroTerm | undefined): PlainDate {
  if (term === undefined) return date
  const firstOfNext = addMonths(`${date.slice(0, 7)}-01`, 1)
  switch (term.kind) {
    case 'DAYSAFTERBILLDATE':
      return addDays(date, term.day)
    case 'DAYSAFTERBILLMONTH':
      return addDays(addDays(firstOfNext, -1), term.day)
    case 'OFCURRENTMONTH':
      return later(date, dayOfMonth(`${date.slice(0, 7)}-01`, term.day))
    case 'OFFOLLOWINGMONTH':
      return dayOfMonth(firstOfNext, term.day)
    default:
      return date
  }
}

/** A day that the month does not have is its last. */
function dayOfMonth(first: PlainDate, day: number): PlainDate {
  return earlier(addDays(first, Math.max(day, 1) - 1), addDays(addMonths(first, 1), -1))
}
