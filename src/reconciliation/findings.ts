import type { Charge } from '../domain/distributor-invoice.ts'
import { formatDecimal, trimmed, zero } from '../money/decimal.ts'
import { minorUnitsOf } from '../money/currency.ts'
import { amountText } from './amount-text.ts'
import type { Compared } from './analyse-component.ts'
import { clip, daysOf, periodOfDays, type Days } from './components.ts'
import { decimalOfFine, fineOf, fineText, ratioOfFine, shareOfFine, type Fine } from './fine.ts'
import type { Lookups } from './lookups.ts'
import { findingSentence } from './sentence.ts'
import type { Spread } from './spread.ts'
import type { Supply } from './supply.ts'
import type { Caveat, Finding, FindingSide, InvoiceLineRef } from './tie-out.ts'
import { varianceClasses } from './variance-class.ts'
import { whoIsAsked } from './who-is-asked.ts'

/** The findings of one comparison: one for each class that some of the cost falls into. */
export function findingsOf(
  compared: Compared,
  invoiceId: string,
  isReadWhole: boolean,
  lookups: Lookups,
): readonly Finding[] {
  // Without a cost there is nothing to place: the charge is listed as not checked, and its amount is in the header gap.
  if (compared.charges.every(({ cost }) => cost === 'unknown')) return []
  const common = commonOf(compared, invoiceId, isReadWhole, lookups)
  const present = varianceClasses.filter((name) => (compared.classes.get(name)?.units ?? 0n) !== 0n)
  // A group that costs nothing in sum is still a result: its lines were compared.
  const shown = present.length === 0 ? (['ties-out'] as const) : present
  return shown.map((name, index) => {
    const finding: Omit<Finding, 'sentence'> = {
      ...common,
      class: name,
      asks: whoIsAsked(name, compared.charges, lookups),
      cost: amountText(compared.classes.get(name) ?? zero, common.currency),
      // Stated once for the group, so that adding findings up counts it once.
      revenue: index === 0 ? common.revenue : [],
    }
    // The object is new; adding to it saves a copy of each of what may be a hundred thousand.
    return Object.assign(finding, { sentence: findingSentence(finding, lookups) })
  })
}

export function lineRefsOf(supplies: readonly Supply[]): InvoiceLineRef[] {
  const refs = new Map<InvoiceLineRef, InvoiceLineRef>()
  for (const { line } of supplies) refs.set(line, line)
  return [...refs.values()]
}

function commonOf(
  compared: Compared,
  invoiceId: string,
  isReadWhole: boolean,
  lookups: Lookups,
): Omit<Finding, 'class' | 'asks' | 'cost' | 'sentence'> {
  const { component, charges, supplies } = compared
  const { currency } = component.group
  const named = charges.find(({ companyId }) => companyId !== undefined) ?? charges[0]
  const client =
    named?.companyId === undefined ? undefined : lookups.clientOfCompany(named.connectionId, named.companyId)
  const productId = same(charges.map((charge) => charge.productId))
  return {
    connectionId: named?.connectionId ?? '',
    invoiceId,
    clientId: client?.clientId ?? supplies[0]?.clientId,
    companyId: named?.companyId,
    subscriptionId: same(charges.map((charge) => charge.subscriptionId)),
    productId,
    productName: namesOf(charges),
    servicePeriod: servicePeriodOf(charges),
    currency,
    revenue: revenueOf(compared),
    ...sidesOf(compared, currency),
    evidence: { chargeIds: charges.map(({ chargeId }) => chargeId), invoiceLines: lineRefsOf(supplies) },
    caveats: [...caveatsOf(compared, productId, isReadWhole, lookups)].sort(),
  }
}

/** A subscription that changed its product inside the period is named by both. */
function namesOf(charges: readonly Charge[]): string | undefined {
  const names = new Set(charges.flatMap(({ productName }) => productName ?? []))
  return names.size === 0 ? undefined : [...names].sort().join(' and ')
}

function same<T>(values: readonly (T | undefined)[]): T | undefined {
  const [first] = values
  return values.every((value) => value === first) ? first : undefined
}

function servicePeriodOf(charges: readonly Charge[]): Finding['servicePeriod'] {
  if (charges.length === 1) return charges[0]?.servicePeriod
  let days: Days | undefined
  for (const { servicePeriod } of charges) {
    if (servicePeriod === undefined) continue
    const own = daysOf(servicePeriod)
    days = { start: Math.min(days?.start ?? own.start, own.start), end: Math.max(days?.end ?? own.end, own.end) }
  }
  return days === undefined ? undefined : periodOfDays(days)
}

function* caveatsOf(
  compared: Compared,
  productId: string | undefined,
  isReadWhole: boolean,
  lookups: Lookups,
): Iterable<Caveat> {
  yield* compared.caveats
  if (!isReadWhole) yield 'items-not-read-whole'
  const connectionId = compared.charges[0]?.connectionId
  if (connectionId === undefined || productId === undefined || compared.supplies.length > 0) return
  if (!lookups.isMappedProduct(connectionId, productId)) yield 'product-not-mapped'
}

function sidesOf(compared: Compared, currency: string): Pick<Finding, 'charged' | 'billed' | 'held'> {
  return {
    charged: chargedSide(compared, currency),
    billed: billedSide(compared, currency),
    held: heldOnLastDay(compared),
  }
}

function chargedSide(compared: Compared, currency: string): FindingSide {
  const cost = amountText(compared.cost, currency)
  if (compared.charged !== undefined) return sideOf(compared.charged, cost, compared)
  const [only] = compared.charges
  if (only === undefined || compared.charges.length > 1) {
    return { cost, quantity: 'unknown', quantityDays: 'unknown', unitCost: 'unknown' }
  }
  return {
    cost,
    quantity: only.quantity === 'unknown' ? 'unknown' : formatDecimal(trimmed(only.quantity)),
    quantityDays: 'unknown',
    unitCost: only.unitCost === 'unknown' ? 'unknown' : amountText(only.unitCost, currency),
  }
}

function billedSide(compared: Compared, currency: string): FindingSide {
  const cost = compared.billedCost === 'unknown' ? 'unknown' : amountText(compared.billedCost, currency)
  if (compared.billed !== undefined) return sideOf(compared.billed, cost, compared)
  return compared.supplies.length === 0
    ? { cost, quantity: '0', quantityDays: '0', unitCost: undefined }
    : { cost, quantity: 'unknown', quantityDays: 'unknown', unitCost: 'unknown' }
}

function sideOf(spread: Spread, cost: FindingSide['cost'], compared: Compared): FindingSide {
  const { laidOut, component } = compared
  if (laidOut?.explainable !== true) return { cost, quantity: 'unknown', quantityDays: 'unknown', unitCost: 'unknown' }
  const last = lastSegmentOf(compared)
  let quantityDays: Fine = 0n
  let value: Fine = 0n
  let unitTerms: Fine = 0n
  spread.quantity.forEach((quantity, segment) => {
    quantityDays += quantity * BigInt(laidOut.segments.days[segment] ?? 0)
    value += spread.value[segment] ?? 0n
    unitTerms += spread.unitTerms[segment] ?? 0n
  })
  return {
    cost,
    quantity: fineText(spread.quantity[last] ?? 0n, 6),
    quantityDays: component.days === undefined ? 'unknown' : fineText(quantityDays, 6),
    unitCost:
      unitTerms === 0n
        ? undefined
        : amountText(decimalOfFine(ratioOfFine(value, unitTerms), 10), component.group.currency),
  }
}

/** The last segment on which this invoice charges anything. */
function lastSegmentOf({ charged }: Compared): number {
  return charged === undefined
    ? 0
    : Math.max(
        0,
        charged.lines.findLastIndex((count) => count > 0),
      )
}

function heldOnLastDay(compared: Compared): Finding['held'] {
  const held = compared.laidOut?.facts[lastSegmentOf(compared)]?.held
  return held === undefined ? 'unknown' : fineText(held, 6)
}

/** The client's price for the days compared, in this invoice's share of them, by currency. */
function revenueOf(compared: Compared): Finding['revenue'] {
  const { component } = compared
  if (component.posted.length === 0) return []
  const sums = new Map<string, Fine>()
  for (const { supply, days } of component.posted) {
    const all = daysOf(supply.period)
    const part = component.days === undefined ? all : (clip(all, days) ?? all)
    const share = shareOfFine(fineOf(supply.revenue), BigInt(part.end - part.start), BigInt(all.end - all.start))
    sums.set(supply.revenue.currency, (sums.get(supply.revenue.currency) ?? 0n) + share)
  }
  const [numerator, denominator] = ownShare(compared)
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => {
      const own = shareOfFine(amount, numerator, denominator)
      return { currency, amount: amountText(decimalOfFine(own, minorUnitsOf(currency)), currency) }
    })
}

/** Which part of what was billed on these days is set against this invoice. */
function ownShare({ billed, laidOut }: Compared): readonly [bigint, bigint] {
  if (billed === undefined || laidOut === undefined || laidOut.charged.length < 2) return [1n, 1n]
  const whole = sum(laidOut.billed.cost)
  return whole === 0n ? [1n, BigInt(laidOut.charged.length)] : [sum(billed.cost), whole]
}

function sum(values: readonly Fine[]): Fine {
  return values.reduce((total, value) => total + value, 0n)
}
