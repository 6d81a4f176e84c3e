import type { DecimalText, Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { formatMonth, previousMonth, type Period } from '../../domain/period.ts'
import { money, sumMoney, formatAmount } from '../../money/money.ts'

/** A billing line in one earlier month, as it was invoiced. */
export interface LineMonth {
  readonly month: string
  /** Empty: nothing was invoiced for the line in this month. */
  readonly lines: readonly MonthLine[]
  /** All of the month's lines together, by currency; none where there is none. */
  readonly totals: readonly { readonly currency: string; readonly amount: DecimalText }[]
}

export interface MonthLine extends Pick<InvoiceLine, 'description' | 'quantity' | 'unitPrice' | 'amount'> {
  readonly documentNumber: string | undefined
  readonly currency: string
}

/** What of an invoice the earlier months are made from. */
export interface EarlierInvoice {
  readonly period: Period
  readonly documentNumber: string | undefined
  readonly invoice: Pick<Invoice, 'currency'> & {
    readonly lines: readonly Pick<InvoiceLine, 'billingLineId' | 'description' | 'quantity' | 'unitPrice' | 'amount'>[]
  }
}

export const monthsShown = 12

/** What a billing line came to in each of the twelve months before one, newest first; a month without it stays there. */
export function monthsOfLine(
  billingLineId: string,
  period: Period,
  invoices: readonly EarlierInvoice[],
): readonly LineMonth[] {
  const months: LineMonth[] = []
  let month = previousMonth(period)
  for (let count = 0; count < monthsShown; count += 1, month = previousMonth(month)) {
    const start = month.start
    const own = invoices.filter((invoice) => invoice.period.start === start)
    const lines = own.flatMap((invoice) => linesOf(billingLineId, invoice))
    months.push({ month: formatMonth(month), lines, totals: totalsOf(lines) })
  }
  return months
}

function linesOf(billingLineId: string, { invoice, documentNumber }: EarlierInvoice): readonly MonthLine[] {
  return invoice.lines
    .filter((line) => line.billingLineId === billingLineId)
    .map(({ description, quantity, unitPrice, amount }) => ({
      ...{ documentNumber, currency: invoice.currency, description, quantity, unitPrice, amount },
    }))
}

function totalsOf(lines: readonly MonthLine[]): LineMonth['totals'] {
  return [...new Set(lines.map(({ currency }) => currency))].sort().map((currency) => {
    const own = lines.filter((line) => line.currency === currency).map(({ amount }) => money(amount, currency))
    return { currency, amount: formatAmount(sumMoney(currency, own)) }
  })
}
