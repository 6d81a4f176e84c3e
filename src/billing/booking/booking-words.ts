import type { Invoice } from '../../domain/invoice.ts'

/** What is stated of one thing, and on how many lines where it is not on all. */
export interface BookingWords {
  /** `class`, `terms`. */
  readonly what: string
  readonly value: string
}

/** How a document will be booked in the ledger, as the billing config states it. Nothing where it states nothing. */
export function bookingWords({ booking, lines }: Pick<Invoice, 'booking' | 'lines'>): readonly BookingWords[] {
  const { location, terms, memo, exchangeRate } = booking ?? {}
  const stated = [
    { what: 'terms', value: terms },
    { what: 'location', value: location },
    { what: 'class', value: ofLines(lines.map((line) => line.booking?.class)) },
    { what: 'tax code', value: ofLines(lines.map((line) => line.booking?.taxCode)) },
    { what: 'exchange rate', value: exchangeRate },
    { what: 'memo', value: memo },
  ]
  return stated.flatMap(({ what, value }) => (value === undefined ? [] : [{ what, value }]))
}

/** `Managed services (3 lines), none (1 line)`; one value of all lines stands alone. */
function ofLines(values: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string | undefined, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [only, ...others] = counts.keys()
  if (others.length === 0) return only
  return [...counts]
    .map(([value, count]) => `${value ?? 'none'} (${String(count)} line${count === 1 ? '' : 's'})`)
    .join(', ')
}
