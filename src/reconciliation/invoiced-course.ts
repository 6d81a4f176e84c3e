import type { Charge, DistributorInvoice } from '../domain/distributor-invoice.ts'
import type { Known } from '../domain/known.ts'
import { contains, overlap, type Period } from '../domain/period.ts'
import { addMonths, type PlainDate } from '../domain/plain-date.ts'
import type { SubscriptionCourses } from '../domain/quantity-course.ts'
import { compareTexts, type PlacedInvoice } from './distributor-side.ts'
import { decimalOfFine, type Fine } from './fine.ts'
import type { ReconciliationInput } from './input.ts'
import type { Lookups } from './lookups.ts'
import { ownFigures } from './own-figures.ts'
import { zero, type Decimal } from '../money/decimal.ts'

/** A charge for seats of some of the period's days, with the invoice that it is on. */
export interface SeatCharge {
  readonly charge: Charge
  readonly invoice: DistributorInvoice
  readonly days: Period
}

/** The distributor's charges as a question: how many units of a subscription were invoiced for a day. */
export interface InvoicedQuantities {
  readonly chargesOf: (subscription: SubscriptionCourses) => readonly SeatCharge[]
  readonly on: (subscription: SubscriptionCourses, day: PlainDate) => Known<Decimal>
  readonly gaps: readonly string[]
}

/**
 * Lays the charges for seats out by subscription. A day without a charge is a quantity of nothing only where that can
 * be known: the invoices before, of and after the month were read whole, the subscription is billed monthly and costs
 * something, and no charge of its company and product leaves out which subscription it is for. A quantity is preliminary,
 * and so unknown, until the invoice that closes the month is there: changes of the month stand on that one.
 */
export function invoicedQuantities(
  input: ReconciliationInput,
  invoices: readonly PlacedInvoice[],
  lookups: Lookups,
): InvoicedQuantities {
  const { period } = input
  const bySubscription = new Map<string, SeatCharge[]>()
  const unnamed = new Set<string>()
  for (const { read, treatment } of invoices) {
    if (treatment === 'credited' || treatment === 'void') continue
    for (const charge of read.charges) {
      const days = isForSeats(charge) ? overlap(charge.servicePeriod ?? period, period) : undefined
      if (days === undefined) continue
      const key = subscriptionKey(charge, lookups)
      if (key === undefined) unnamed.add(pairKey(charge))
      else bySubscription.set(key, [...(bySubscription.get(key) ?? []), { charge, days, invoice: read.invoice }])
    }
  }
  const connections = new Set((input.subscriptionCourses ?? []).map(({ connectionId }) => connectionId))
  const why = new Map([...connections].map((id) => [id, whyPreliminary(id, invoices, input)]))
  const chargesOf = (subscription: SubscriptionCourses): readonly SeatCharge[] =>
    bySubscription.get(subscriptionKey(subscription, lookups) ?? '') ?? []
  return {
    chargesOf,
    on: (subscription, day) => {
      if (why.get(subscription.connectionId) !== undefined || unnamed.has(pairKey(subscription))) return 'unknown'
      const charges = chargesOf(subscription).filter(({ days }) => contains(days, day))
      if (charges.length > 0) return netQuantity(charges)
      return subscription.billingTerm === 'monthly' && !subscription.mayBeUncharged ? zero : 'unknown'
    },
    gaps: [...why]
      .sort(([a], [b]) => compareTexts(a, b))
      .flatMap(([id, words]) =>
        words === undefined ? [] : [`Quantities invoiced by ${id} were not compared: ${words}.`],
      ),
  }
}

function isForSeats({ kind }: Charge): boolean {
  return kind === 'subscription' || kind === 'prorate'
}

function subscriptionKey(
  { connectionId, subscriptionId }: Pick<Charge, 'connectionId' | 'subscriptionId'>,
  lookups: Lookups,
): string | undefined {
  if (subscriptionId === undefined) return undefined
  return JSON.stringify([connectionId, lookups.originalSubscription(connectionId, subscriptionId)])
}

function pairKey({
  connectionId,
  companyId,
  productId,
}: Pick<Charge, 'connectionId' | 'companyId' | 'productId'>): string {
  return JSON.stringify([connectionId, companyId ?? null, productId ?? null])
}

/** The sign is the cost's, as everywhere: units taken back may be written without a minus. */
function netQuantity(charges: readonly SeatCharge[]): Known<Decimal> {
  let net: Fine = 0n
  for (const { charge } of charges) {
    const { quantity, unitCost, cost, servicePeriod } = charge
    if (quantity === 'unknown' || cost === 'unknown') return 'unknown'
    net += ownFigures({ quantity, unitCost, cost, period: servicePeriod }).quantity ?? 0n
  }
  return decimalOfFine(net, 18)
}

/** Undefined: all that bears on the month was read. */
function whyPreliminary(
  connectionId: string,
  invoices: readonly PlacedInvoice[],
  { period, invoiceDays }: ReconciliationInput,
): string | undefined {
  const own = invoices.filter(
    ({ read, treatment }) =>
      read.invoice.connectionId === connectionId && treatment !== 'credited' && treatment !== 'void',
  )
  const near = { start: addMonths(period.start, -1), end: addMonths(period.end, 1) }
  const dated = own.filter(({ read }) => contains(near, read.invoice.invoiceDate))
  if (dated.some(({ read }) => read.items !== 'whole')) return 'an invoice was not read whole'
  const isThere = (month: Period): boolean => dated.some(({ read }) => contains(month, read.invoice.invoiceDate))
  if (!invoiceDays.some((days) => days.connectionId === connectionId)) {
    return dated.length > 0 ? undefined : 'no invoice for the month was read'
  }
  if (!isThere({ start: period.end, end: near.end })) return 'the invoice that closes the month is not there yet'
  const isBegun = isThere(period) && isThere({ start: near.start, end: period.start })
  return isBegun ? undefined : 'the invoices of the months before were not read'
}
