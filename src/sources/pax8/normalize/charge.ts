import type { Currency } from '../../../money/currency.ts'
import { negateMoney, type Money } from '../../../money/money.ts'
import { isKnown, type Known } from '../../../domain/known.ts'
import type { Charge, ChargeKind } from '../../../domain/distributor-invoice.ts'
import type { Period } from '../../../domain/period.ts'
import type { PlainDate } from '../../../domain/plain-date.ts'
import type { SourceProblem } from '../../source.ts'
import type { FieldReader } from '../field-reader.ts'
import { oneSpelling } from '../../one-spelling.ts'
import type { CreditSign } from '../probe/credit-sign.ts'
import { billingTerms, creditTypes } from '../terms.ts'
import { invoiceItemWire } from '../wire.ts'
import { openRow } from './row.ts'
import { readServicePeriod, type EndConvention } from '../../service-period.ts'

/** What an item does not say itself: it names neither its invoice nor the invoice's date. */
export interface ChargeContext {
  readonly connectionId: string
  readonly invoiceId: string
  readonly invoiceDate: PlainDate
  /** The invoice's own, for items without one; an invoice has one currency. */
  readonly currency: Currency | undefined
  /** How the items of this invoice state the end of a period, where one does not show it itself. */
  readonly convention: EndConvention
  /** How this partner's invoices sign credits, where they have shown it; left out: not known yet. */
  readonly creditSign?: CreditSign | undefined
}

const kinds = new Map<string, ChargeKind>([
  ['subscription', 'subscription'],
  ['prorate', 'prorate'],
  ['one-time', 'one-time'],
  ['rebate', 'rebate'],
  ['service-charge', 'service-charge'],
  ['service-credit', 'service-credit'],
  ['payment-credit', 'payment-credit'],
  ['invoice-credit', 'invoice-credit'],
])

/** Item terms beyond those of subscriptions. */
const itemTerms = new Set([...billingTerms.keys(), 'rebate'])

/**
 * One line of an invoice. `costTotal` is what we pay before tax: the one amount whose meaning all readers of the API
 * agree on, so it is carried and never recomputed from quantity and unit cost.
 * @param chargeId For items without an id of their own, which is what the published examples show.
 */
export function normalizeCharge(
  value: unknown,
  { chargeId, context }: { readonly chargeId: string; readonly context: ChargeContext },
  problems: SourceProblem[],
): Charge | undefined {
  const opened = openRow(invoiceItemWire, value, { noun: `Charge ${chargeId}`, problems })
  if (opened === undefined) return undefined
  const { fields } = opened
  const currency = currencyOf(fields, context)
  if (currency === undefined) {
    fields.tellAbout('record-unreadable', 'currencyCode', 'has no usable currency, so it was kept raw only.')
    return undefined
  }
  const term = termOf(fields)
  const kind = kindOf(fields, term)
  const isRecurring = kind === 'subscription' || kind === 'prorate' || kind === 'usage'
  checkRateType(fields)
  const charge: Charge = {
    connectionId: context.connectionId,
    invoiceId: context.invoiceId,
    chargeId,
    invoiceDate: context.invoiceDate,
    kind,
    rawKind: fields.text('type') ?? '',
    companyId: fields.text('companyId'),
    companyName: fields.text('companyName'),
    subscriptionId: fields.text('subscriptionId'),
    productId: fields.text('productId'),
    productName: fields.text('productName'),
    sku: fields.text('sku'),
    description: fields.text('description') ?? '',
    details: fields.text('details'),
    servicePeriod: servicePeriodOf(fields, context, isRecurring),
    billingTerm: term,
    // Service charges may state their quantity in words only, and flat ones need none.
    quantity: fields.decimal('quantity', isRecurring && fields.text('chargeType') !== 'flat' ? 'tell' : 'allow'),
    unitOfMeasure: fields.text('unitOfMeasure'),
    // Only a check on the cost, and metered usage has none.
    unitCost: fields.money('cost', currency, 'allow'),
    cost: fields.money('costTotal', currency),
    listUnitPrice: fields.money('price', currency, 'allow'),
    listAmount: fields.money('total', currency, 'allow'),
    tax: fields.money('salesTax', currency, 'allow'),
    currency,
    billedByDistributor: fields.flag('billedByPax8'),
  }
  if (context.creditSign === 'above-zero') return withCreditTakenOff(charge)
  checkSign(fields, charge)
  return charge
}

function currencyOf(fields: FieldReader, context: ChargeContext): Currency | undefined {
  if (fields.raw('currencyCode') !== undefined || context.currency === undefined) return fields.currency('currencyCode')
  const sentence = `has no currencyCode; its invoice's own, ${context.currency}, was taken.`
  fields.tellAbout('missing-value', 'currencyCode', sentence)
  return context.currency
}

function termOf(fields: FieldReader): string | undefined {
  const text = fields.text('term')
  if (text === undefined) return undefined
  const term = oneSpelling(text)
  if (!itemTerms.has(term)) fields.tellUnknownWord('term', text)
  return term
}

/**
 * Pax8 has no item type for usage: metered use is what its `subscription` items with the term `Arrears` bill, after the
 * month in which vendors reported it.
 */
function kindOf(fields: FieldReader, term: string | undefined): ChargeKind {
  const kind = fields.choice('type', kinds, oneSpelling)
  return kind === 'subscription' && term === 'arrears' ? 'usage' : kind
}

const rateTypes = new Set(['markup', 'single', 'flat', 'volume', 'tiered'])

/** The documented values carry an explanation in brackets, so only the first word counts. It decides nothing here. */
function checkRateType(fields: FieldReader): void {
  const text = fields.text('rateType')
  if (text === undefined) return
  const firstWord = text.trim().toLowerCase().split(/[\s(]/)[0] ?? ''
  if (!rateTypes.has(firstWord)) fields.tellUnknownWord('rateType', text)
}

function servicePeriodOf(fields: FieldReader, context: ChargeContext, isRecurring: boolean): Period | undefined {
  const start = fields.date('startPeriod', isRecurring ? 'tell' : 'allow')
  const end = fields.date('endPeriod', isRecurring ? 'tell' : 'allow')
  if (start === undefined || end === undefined) return undefined
  const read = readServicePeriod({ start, end }, context.convention)
  if (read === undefined) {
    const sentence = `ends on ${end}, before its start on ${start}; the days that it covers are unknown.`
    fields.tellAbout('odd-period', 'endPeriod', sentence)
  } else if (read.odd) {
    const sentence =
      `runs from ${start} to ${end}, which is neither whole months nor up to a month's end; ` +
      `it was read as ${read.period.start} up to but not including ${read.period.end}.`
    fields.tellAbout('odd-period', 'endPeriod', sentence)
  }
  return read?.period
}

const creditKinds: ReadonlySet<string> = creditTypes

/** Where invoices have shown that they write what a credit takes off without a minus. */
function withCreditTakenOff(charge: Charge): Charge {
  const { kind, cost, tax, listAmount } = charge
  if (!creditKinds.has(kind) || !isKnown(cost) || cost.units <= 0n) return charge
  return { ...charge, cost: negateMoney(cost), tax: turned(tax), listAmount: turned(listAmount) }
}

function turned(amount: Known<Money>): Known<Money> {
  return isKnown(amount) && amount.units > 0n ? negateMoney(amount) : amount
}

/** How Pax8 signs credits is not documented. The sign that came is kept; an implausible one is told, never turned. */
function checkSign(fields: FieldReader, { kind, rawKind, cost }: Charge): void {
  if (!creditKinds.has(kind) || !isKnown(cost) || cost.units <= 0n) return
  const sentence = `is a ${rawKind} with a cost above zero; whether it adds to what we pay or lowers it is unclear.`
  fields.tellAbout('sign-unclear', 'costTotal', sentence)
}
