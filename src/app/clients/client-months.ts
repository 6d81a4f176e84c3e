import type { Invoice } from '../../domain/invoice.ts'
import { addMonths } from '../../domain/plain-date.ts'
import { formatMonth, previousMonth, type Period } from '../../domain/period.ts'
import { totalsByCurrency } from '../run/totals-by-currency.ts'
import { lineCosts, type LineCosts } from './line-costs.ts'

export const clientMonthsShown = 12

/** An invoice of a month: in the ledger or on its way, or as the dry run has it. */
export interface MonthDocument {
  readonly period: Period
  readonly documentNumber: string | undefined
  readonly state: string
  readonly invoice: Pick<Invoice, 'currency' | 'total' | 'lines'>
}

/** What a client was billed in a month in one currency, and what of it was cost. */
export interface ClientMonth extends LineCosts {
  readonly month: string
  readonly currency: string
  readonly billed: string
  readonly documents: readonly Pick<MonthDocument, 'documentNumber' | 'state'>[]
}

/** The stretch of months that ends with one, for a look-up by their first days. */
export function startsUntil(last: Period): Period {
  return { start: addMonths(last.start, 1 - clientMonthsShown), end: last.end }
}

/** Twelve months, newest first, a row for each currency. A month without an invoice is left to the page to say. */
export function clientMonths(last: Period, documents: readonly MonthDocument[]): readonly ClientMonth[] {
  const rows: ClientMonth[] = []
  let period = last
  for (let count = 0; count < clientMonthsShown; count += 1, period = previousMonth(period)) {
    const { start } = period
    const own = documents.filter((document) => document.period.start === start)
    for (const [currency, billed] of totalsByCurrency(own.map(({ invoice }) => invoice))) {
      const same = own.filter(({ invoice }) => invoice.currency === currency)
      const lines = same.flatMap(({ invoice }) => invoice.lines)
      const numbers = same.map(({ documentNumber, state }) => ({ documentNumber, state }))
      rows.push({ month: formatMonth(period), currency, billed, documents: numbers, ...lineCosts(lines, currency) })
    }
  }
  return rows
}
