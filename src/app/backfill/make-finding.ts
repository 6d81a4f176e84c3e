import type { InvoiceLine } from '../../domain/invoice.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { addMonths } from '../../domain/plain-date.ts'
import { absoluteDecimal, decimal, sumDecimals, zero, type Decimal } from '../../money/decimal.ts'
import { fraction, fractionOfDecimal, multiplyFractions } from '../../money/fraction.ts'
import { formatAmount, formatMoney, money, shareOfMoney } from '../../money/money.ts'
import type { DraftFinding } from './audit-client-month.ts'
import { findingWords } from './finding-words.ts'
import { productKey, type PastEvidence } from './past-evidence.ts'
import type { BackfillFinding } from './report.ts'
import type { UnbilledCost } from './unbilled-cost.ts'

/** A difference with its evidence, its cost, and whether it can still be put right. */
export function findingOf(draft: DraftFinding, evidence: PastEvidence): BackfillFinding {
  const { client, month, amount, currency, should, billed, comparison, cause, itemIds, product } = draft
  const isShort = amount.units > 0n
  const covers = should.flatMap((line) => line.covers)
  return {
    direction: isShort ? 'leakage' : 'over-billing',
    ...{ cause, clientId: client.clientId, clientName: client.name, month: formatMonth(month), itemIds, product },
    subscriptionIds: [...new Set(covers.flatMap(({ subscriptionId }) => subscriptionId ?? []))].sort(),
    revenue: { amount: formatAmount(money(absoluteDecimal(amount), currency)), currency },
    cost: costOf(draft),
    shouldBe: comparison.shouldBe,
    billed: comparison.billed,
    evidence: {
      documents: [...new Map(billed.map(({ document }) => [document.id, document])).values()],
      charges: chargesFor(covers, month, evidence),
      holdings: distinct(should.flatMap(({ reasons }) => reasons.evidence)),
    },
    recovery: isShort ? recoveryOf(client.clientId, month, evidence) : creditOwed,
    sentence: findingWords(draft),
  }
}

const creditOwed = {
  state: 'credit-owed',
  why: 'the client paid too much: a credit memo, or less on the next invoice',
} as const

/** A wrong price costs nothing; missing units cost their part of what all of them cost. */
function costOf({ cause, amount, currency, should, comparison }: DraftFinding): BackfillFinding['cost'] {
  const nothing = { amount: formatAmount(money(zero, currency)), currency }
  if (amount.units < 0n || cause === 'price-below') return nothing
  const costs = should.flatMap(({ cost, covers }) =>
    covers.length === 0 ? [] : [{ cost, currency: covers[0]?.costCurrency ?? currency }],
  )
  const [first] = costs
  if (first === undefined) return nothing
  const known = costs.flatMap(({ cost }) => (cost === 'unknown' ? [] : [decimal(cost)]))
  if (known.length < costs.length || costs.some((one) => one.currency !== first.currency)) return 'unknown'
  const whole = decimal(comparison.shouldBe.amount)
  const all = money(sumDecimals(known), first.currency)
  if (whole.units === 0n) return 'unknown'
  const part = shareOfMoney(all, ratioOf(amount, whole), 'half-up')
  return { amount: formatAmount(part), currency: first.currency }
}

function ratioOf(part: Decimal, whole: Decimal): ReturnType<typeof fraction> {
  const { numerator, denominator } = fractionOfDecimal(whole)
  return multiplyFractions(fractionOfDecimal(part), fraction(denominator, numerator))
}

function chargesFor(
  covers: InvoiceLine['covers'],
  month: Period,
  { charges }: PastEvidence,
): BackfillFinding['evidence']['charges'] {
  const subscriptions = new Set(
    covers.map(({ connectionId, subscriptionId = '' }) => `${connectionId}\n${subscriptionId}`),
  )
  const named = new Set(covers.map(({ connectionId, chargeId = '' }) => `${connectionId}\n${chargeId}`))
  return charges
    .filter(({ connectionId, subscriptionId = '', chargeId, servicePeriod }) => {
      if (named.has(`${connectionId}\n${chargeId}`)) return true
      if (subscriptionId === '' || !subscriptions.has(`${connectionId}\n${subscriptionId}`)) return false
      return servicePeriod !== undefined && servicePeriod.start < month.end && servicePeriod.end > month.start
    })
    .map(({ connectionId, invoiceId, chargeId }) => ({ connectionId, invoiceId, chargeId }))
}

function recoveryOf(clientId: string, month: Period, evidence: PastEvidence): BackfillFinding['recovery'] {
  const { newestConfig, asOf, recoverMonths } = evidence
  if (!newestConfig.clients.some((client) => client.clientId === clientId)) {
    return { state: 'client-gone', why: 'it is no client any more' }
  }
  if (addMonths(month.start, recoverMonths) < asOf) {
    return { state: 'too-old', why: `the month began more than ${String(recoverMonths)} months ago` }
  }
  return { state: 'recoverable', why: 'it can go on the next invoice, with this as its explanation' }
}

/** What was bought and is on nobody's invoice: its cost is known, its price is not. */
export function findingOfUnbilled(unbilled: UnbilledCost, evidence: PastEvidence): BackfillFinding {
  const { clientId, connectionId, companyId = '', productId = '', month, currency, cost, charges } = unbilled
  const client = evidence.newestConfig.clients.find((one) => one.clientId === clientId)
  const companyName = evidence.companyNames.get(`${connectionId}\n${companyId}`) ?? companyId
  const product = evidence.productNames.get(productKey(connectionId, productId)) ?? charges[0]?.productName ?? productId
  const amount = money(cost, currency)
  const name = client?.name ?? companyName
  const why = clientId === undefined ? 'the company is nobody’s client' : 'no billing line stands for it'
  const aged = clientId === undefined ? undefined : recoveryOf(clientId, month, evidence)
  const needsMapping = { state: 'needs-mapping', why: `${why}; once one does, it can be billed` } as const
  return {
    direction: 'leakage',
    cause: clientId === undefined ? 'no-client' : 'on-no-line',
    ...{ clientId: clientId ?? null, clientName: name, month: formatMonth(month), itemIds: [], product },
    subscriptionIds: unbilled.subscriptionId === undefined ? [] : [unbilled.subscriptionId],
    revenue: 'unknown',
    cost: { amount: formatAmount(amount), currency },
    shouldBe: { quantity: 'unknown', unitPrice: 'unknown', amount: '0' },
    billed: { quantity: '0', unitPrice: 'unknown', amount: '0' },
    evidence: {
      documents: [],
      charges: charges.map(({ invoiceId, chargeId }) => ({ connectionId, invoiceId, chargeId })),
      holdings: [],
    },
    recovery: aged === undefined || aged.state === 'recoverable' ? needsMapping : aged,
    sentence: `${name}, ${product}, ${formatMonth(month)}: it cost ${formatMoney(amount)} and is on no invoice, because ${why}.`,
  }
}

function distinct(refs: BackfillFinding['evidence']['holdings']): BackfillFinding['evidence']['holdings'] {
  return [...new Map(refs.map((ref) => [`${ref.kind} ${ref.id}`, ref])).values()]
}
