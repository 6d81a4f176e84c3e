import type { CoveredSupply, InvoiceLine, LineReasons } from '../../domain/invoice.ts'
import { formatMonth } from '../../domain/period.ts'
import type { TrueUpReason } from '../../domain/true-up.ts'
import type { Currency } from '../../money/currency.ts'
import { addDecimals, decimal, subtractDecimals, zero, type Decimal } from '../../money/decimal.ts'
import type { ClientScope } from '../lines/line-work.ts'
import { amountText } from '../numbers-as-text.ts'
import type { BilledLine } from './billed-month.ts'
import { coversDifference } from './covers-difference.ts'
import { monthInWords } from './true-up-words.ts'
import { basisOf, whatChanged, type ThenAndNow } from './what-changed.ts'

/** A billing line's closed month whose two sides differ. */
export interface LineDifference extends ThenAndNow {
  readonly billingLineId: string
  readonly itemId: string
  /** The line's text in the config, where it states one and is still there. */
  readonly description: string | undefined
  readonly shouldBe: Decimal
  readonly billedAmount: Decimal
}

/** The difference as an invoice line of the next invoice: one unit at the amount, with everything that led to it. */
export function trueUpLine({ run, client }: ClientScope, difference: LineDifference): InvoiceLine {
  const { period, lines, billed, shouldBe, billedAmount, itemId } = difference
  const { currency } = client
  const item = run.items.get(itemId)
  const amount = amountText(subtractDecimals(shouldBe, billedAmount), currency)
  const name = difference.description ?? item?.name ?? itemId
  const totals = `${amountText(shouldBe, currency)} instead of ${amountText(billedAmount, currency)}`
  return {
    lineKey: `${difference.billingLineId}/true-up/${formatMonth(period)}`,
    billingLineId: difference.billingLineId,
    itemId,
    ledgerItemId: item?.ledgerItems.get(client.ledger.connectionId) ?? '',
    description: `${name}: true-up for ${monthInWords(period)} (${totals})`,
    servicePeriod: period,
    quantity: '1',
    unitPrice: amount,
    proration: undefined,
    amount,
    taxable: (lines[0] ?? billed[0]?.line)?.taxable ?? true,
    source: 'true-up',
    was: undefined,
    cost: costDifference(lines, billed, currency),
    covers: coversDifference(coversOf(lines), coversOf(billed.map(({ line }) => line))),
    reasons: reasonsOf(difference, amount, currency),
  }
}

function coversOf(lines: readonly InvoiceLine[]): readonly CoveredSupply[] {
  return lines.flatMap(({ covers }) => covers)
}

function costDifference(lines: readonly InvoiceLine[], billed: readonly BilledLine[], currency: Currency): string {
  const now = lines.map(({ cost }) => cost)
  const then = billed.map(({ line }) => line.cost)
  if (now.includes('unknown') || then.includes('unknown')) return 'unknown'
  return amountText(subtractDecimals(sumOf(now), sumOf(then)), currency)
}

export function sumOf(amounts: readonly string[]): Decimal {
  return amounts.reduce<Decimal>((sum, amount) => addDecimals(sum, decimal(amount)), zero)
}

function reasonsOf(difference: LineDifference, amount: string, currency: Currency): LineReasons {
  const { lines, slice, billed } = difference
  const first = lines[0]?.reasons ?? billed[0]?.line.reasons
  const trueUp = trueUpReasonOf(difference, currency)
  return {
    quantityBasis: first?.quantityBasis ?? 'manual',
    quantityRule: first?.quantityRule ?? 'line',
    slice,
    byBasis: [],
    price: undefined,
    steps: stepsOf(difference, trueUp, amount),
    evidence: trueUp.changes.flatMap((change) => (change.kind === 'charge' ? [] : change.evidence)),
    trueUp,
  }
}

function trueUpReasonOf(difference: LineDifference, currency: Currency): TrueUpReason {
  const { period, lines, billed, shouldBe, billedAmount, configRecordedAt } = difference
  return {
    billingPeriod: period,
    shouldBe: amountText(shouldBe, currency),
    billed: amountText(billedAmount, currency),
    lines: lines.map(basisOf),
    documents: documentsOf(billed, currency),
    changes: whatChanged(difference),
    configRecordedAt,
  }
}

function documentsOf(billed: readonly BilledLine[], currency: Currency): TrueUpReason['documents'] {
  const invoices = [...new Set(billed.map(({ invoice }) => invoice))]
  return invoices.map((invoice) => {
    const own = billed.filter((one) => one.invoice === invoice).map(({ line }) => line.amount)
    return {
      invoice: `${formatMonth(invoice.billingPeriod)}/${String(invoice.sequence)}`,
      invoiceDate: invoice.invoiceDate,
      amount: amountText(sumOf(own), currency),
    }
  })
}

/** Both sides are sums of lines that were rounded when they were made, so nothing is rounded here. */
function stepsOf({ lines, period }: LineDifference, reason: TrueUpReason, amount: string): LineReasons['steps'] {
  const { shouldBe, billed, documents } = reason
  const now = lines.length === 0 ? 'nothing' : lines.map((line) => line.amount).join(' + ')
  const then = documents.length === 0 ? 'nothing' : documents.map((one) => `${one.amount} (invoice ${one.invoice})`)
  return [
    step('should have been', now, shouldBe, `${monthInWords(period)} as known now`),
    step('billed already', typeof then === 'string' ? then : then.join(' + '), billed, 'what was billed for the month'),
    step('amount', `${shouldBe} - ${billed}`, amount, 'sums of rounded lines; nothing is rounded again'),
  ]
}

function step(what: string, working: string, result: string, source: string): LineReasons['steps'][number] {
  return { what, working, result, source, rounding: undefined }
}
