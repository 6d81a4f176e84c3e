import type { DecimalText, Invoice, InvoiceLine, LineSource } from '../../domain/invoice.ts'
import type { Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { dayInWords, monthInWords, periodInWords } from '../../billing/words.ts'
import { compareDecimals, decimal, formatDecimal, trimmed } from '../../money/decimal.ts'
import { totalsByCurrency } from '../run/totals-by-currency.ts'

/**
 * What a client is told about a month: what it was billed, what changed since the month before, and why. It has no place
 * for what anything costs us, so that none can get into it.
 */
export interface ClientStatement {
  readonly clientName: string
  readonly period: Period
  readonly documents: readonly StatementDocument[]
  /** The lines of all documents, in their order. */
  readonly lines: readonly StatementLine[]
  /** What the month before billed and this one no longer does. */
  readonly ended: readonly EndedLine[]
  readonly totals: readonly CurrencyTotal[]
  /** Empty where nothing was billed for the month before. */
  readonly previousTotals: readonly CurrencyTotal[]
}

export interface StatementDocument {
  readonly kind: 'invoice' | 'credit-memo'
  readonly date: PlainDate
  readonly currency: string
  readonly total: DecimalText
}

export type LineChange = 'new' | 'changed' | 'unchanged' | 'part-month' | 'correction'

export interface StatementLine {
  readonly description: string
  readonly servicePeriod: Period
  readonly quantity: DecimalText
  readonly unitPrice: DecimalText
  readonly amount: DecimalText
  readonly currency: string
  readonly change: LineChange
  /** Why, in a few words; empty for what did not change. */
  readonly why: string
}

export type EndedLine = Pick<StatementLine, 'description' | 'quantity' | 'unitPrice' | 'amount' | 'currency'>

export interface CurrencyTotal {
  readonly currency: string
  readonly amount: DecimalText
}

/** Sources whose lines come again each month, so that one that is gone has ended. */
const comesAgain: ReadonlySet<LineSource> = new Set(['synced', 'held', 'manual', 'bundle'])

/** Makes the statement from what was billed for a month, and for the month before it. */
export function clientStatement(
  period: Period,
  invoices: readonly [Invoice, ...Invoice[]],
  before: readonly Invoice[],
): ClientStatement {
  const billed = new Set(invoices.flatMap(({ lines }) => lines.map(({ billingLineId }) => billingLineId)))
  return {
    clientName: invoices[0].clientName,
    period,
    documents: invoices.map(({ kind, invoiceDate, currency, total }) => ({ kind, date: invoiceDate, currency, total })),
    lines: invoices.flatMap(({ lines, currency }) => lines.map((line) => toStatementLine(line, currency))),
    ended: before.flatMap(({ lines, currency }) =>
      lines
        .filter((line) => hasEnded(line, billed))
        .map(({ description, quantity, unitPrice, amount }) => ({
          description,
          quantity,
          unitPrice,
          amount,
          currency,
        })),
    ),
    totals: totalsOf(invoices),
    previousTotals: totalsOf(before),
  }
}

function totalsOf(invoices: readonly Invoice[]): readonly CurrencyTotal[] {
  return [...totalsByCurrency(invoices)].map(([currency, amount]) => ({ currency, amount }))
}

function hasEnded({ source, proration, billingLineId }: InvoiceLine, billed: ReadonlySet<string>): boolean {
  return comesAgain.has(source) && proration === undefined && !billed.has(billingLineId)
}

// Written out field by field: a line of an invoice holds costs beside what is copied here.
function toStatementLine(line: InvoiceLine, currency: string): StatementLine {
  const { description, servicePeriod, quantity, unitPrice, amount } = line
  const [change, why] = changeOf(line)
  return { description, servicePeriod, quantity, unitPrice, amount, currency, change, why }
}

function changeOf(line: InvoiceLine): readonly [LineChange, string] {
  const { source, reasons, proration, servicePeriod, was } = line
  if (reasons.trueUp !== undefined) {
    const { billingPeriod, shouldBe, billed } = reasons.trueUp
    return [
      'correction',
      `correction of ${monthInWords(billingPeriod.start)}: ${shouldBe} instead of ${billed} as billed`,
    ]
  }
  if (source === 'carried') return ['correction', `for ${periodInWords(servicePeriod)}`]
  if (proration !== undefined) {
    const days = `${String(proration.days)} of ${String(proration.of)} days`
    const isGivenBack = compareDecimals(decimal(line.quantity), decimal('0')) < 0
    return ['part-month', `${isGivenBack ? 'given back' : 'charged'} for ${days}, ${periodInWords(servicePeriod)}`]
  }
  if (was === undefined) return ['new', joined(['not billed the month before', stepsOf(line)])]
  const quantity = difference('quantity', was.quantity, line.quantity)
  const price = difference('unit price', was.unitPrice, line.unitPrice)
  if (quantity === '' && price === '') return ['unchanged', '']
  return ['changed', joined([quantity, price, stepsOf(line)])]
}

function difference(what: string, before: DecimalText, now: DecimalText): string {
  return compareDecimals(decimal(before), decimal(now)) === 0 ? '' : `${what} ${plain(before)} → ${plain(now)}`
}

/** From which day which quantity was held, where it is one subscription and it changed. */
function stepsOf({ reasons: { slice } }: InvoiceLine): string {
  const subscriptions = new Set(slice.map(({ subscriptionId }) => subscriptionId))
  if (slice.length < 2 || subscriptions.size > 1) return ''
  const steps = slice.map(({ from, quantity }) =>
    quantity === 'unknown' ? '' : `${plain(quantity)} from ${dayInWords(from)}`,
  )
  return steps.includes('') ? '' : steps.join(', ')
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ')
}

function plain(amount: DecimalText): string {
  return amount.includes('.') ? amount : formatDecimal(trimmed(decimal(amount)))
}
