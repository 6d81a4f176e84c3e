import { addMonths, daysBetween, monthSpan, type MonthSpan } from '../calendar.ts'
import { centsText, divideHalfUp } from '../cents.ts'
import { changesBetween, stretchOn, type Change, type Stretch } from '../timeline.ts'
import type { SimulatedCharge, SimulatedProduct, SimulatedSubscription } from '../types.ts'
import { proratedCents } from './amounts.ts'

/** A charge that the distributor has worked out but not yet numbered and taxed. */
export type ChargeDraft = Omit<SimulatedCharge, 'chargeId' | 'taxCents'>

/** What the invoice that closes a month says about one subscription by the seat. The README states the rules. */
export function seatCharges(
  subscription: SimulatedSubscription,
  product: SimulatedProduct,
  stretches: readonly Stretch[],
  month: MonthSpan,
): ChargeDraft[] {
  if (product.kind !== 'seat') return []
  const paid = stretches.filter(({ isTrial }) => !isTrial)
  if (subscription.billingTerm === 'Annual') return annualCharge(subscription, paid, month)
  if (product.billed === 'arrears') return arrearsCharges(subscription, paid, month)
  return advanceCharges(subscription, paid, month)
}

/** Next month by what is held at this one's end; and each change of this month, from its day on. */
function advanceCharges(
  { subscriptionId }: SimulatedSubscription,
  paid: readonly Stretch[],
  month: MonthSpan,
): ChargeDraft[] {
  const next = monthSpan(addMonths(month.month, 1))
  const atEnd = stretchOn(paid, month.lastDay)
  const whole = atEnd === undefined ? [] : [charge(subscriptionId, 'subscription', atEnd, atEnd.quantity, next, next)]
  const prorates = changesBetween(paid, month.start, month.end).flatMap((change) =>
    differences(change).map(({ stretch, quantity }) =>
      charge(subscriptionId, 'prorate', stretch, quantity, { start: change.day, end: month.end }, month),
    ),
  )
  return [...whole, ...prorates]
}

/**
 * This month by what is held at its end, corrected for the days before each change, so that the sum is the exact
 * day-weighted amount: the last correction takes what rounding the others has left.
 */
function arrearsCharges(
  { subscriptionId }: SimulatedSubscription,
  paid: readonly Stretch[],
  month: MonthSpan,
): ChargeDraft[] {
  const atEnd = stretchOn(paid, month.lastDay)
  const whole = atEnd === undefined ? [] : [charge(subscriptionId, 'subscription', atEnd, atEnd.quantity, month, month)]
  const changes = changesBetween(paid, month.start, month.end).filter(({ day }) => day > month.start)
  if (changes.length === 0) return whole
  const prorates = changes.flatMap((change) =>
    differences(change).map(({ stretch, quantity }) =>
      charge(subscriptionId, 'prorate', stretch, -quantity, { start: month.start, end: change.day }, month),
    ),
  )
  const exact = exactCents(paid, month)
  const drafts = [...whole, ...prorates]
  const last = drafts.pop()
  if (last === undefined) return drafts
  const others = drafts.reduce((sum, { costCents }) => sum + costCents, 0)
  return [...drafts, { ...last, costCents: exact - others }]
}

function exactCents(paid: readonly Stretch[], month: MonthSpan): number {
  const weighted = paid.reduce((sum, { from, until, quantity, unitCostCents }) => {
    const start = from > month.start ? from : month.start
    const end = until < month.end ? until : month.end
    return start < end ? sum + quantity * unitCostCents * daysBetween(start, end) : sum
  }, 0)
  return divideHalfUp(weighted, month.days)
}

/** Twelve months at once, on the invoice before they begin. */
function annualCharge(
  { subscriptionId, startDay }: SimulatedSubscription,
  paid: readonly Stretch[],
  month: MonthSpan,
): ChargeDraft[] {
  const isAnniversary = startDay.slice(5, 7) === month.end.slice(5, 7) && startDay <= month.end
  const atEnd = stretchOn(paid, month.lastDay)
  if (!isAnniversary || atEnd === undefined) return []
  const year = { start: month.end, end: `${addMonths(month.end.slice(0, 7), 12)}-01` }
  return [charge(subscriptionId, 'subscription', atEnd, atEnd.quantity, year, year)]
}

/** A changed number of seats is one difference; anything else is the old given back and the new charged. */
function differences({ before, after }: Change): { stretch: Stretch; quantity: number }[] {
  if (before !== undefined && after !== undefined && sameTerms(before, after)) {
    const quantity = after.quantity - before.quantity
    return quantity === 0 ? [] : [{ stretch: after, quantity }]
  }
  return [
    ...(before === undefined ? [] : [{ stretch: before, quantity: -before.quantity }]),
    ...(after === undefined ? [] : [{ stretch: after, quantity: after.quantity }]),
  ]
}

function sameTerms(a: Stretch, b: Stretch): boolean {
  const sameOwner = a.companyId === b.companyId && a.productId === b.productId
  return sameOwner && a.unitCostCents === b.unitCostCents && a.listPriceCents === b.listPriceCents
}

/** `part` is what the charge covers, `whole` what its unit amounts are for. */
function charge(
  subscriptionId: string,
  type: 'subscription' | 'prorate',
  { companyId, productId, unitCostCents, listPriceCents }: Stretch,
  quantity: number,
  part: { readonly start: string; readonly end: string },
  whole: { readonly start: string; readonly end: string },
): ChargeDraft {
  const days = daysBetween(part.start, part.end)
  const ofDays = daysBetween(whole.start, whole.end)
  return {
    type,
    companyId,
    subscriptionId,
    productId,
    from: part.start,
    until: part.end,
    description: type === 'prorate' ? `Prorated ${days} of ${ofDays} days` : '',
    quantity: String(quantity),
    unitCost: centsText(unitCostCents),
    unitListPrice: centsText(listPriceCents),
    costCents: proratedCents(quantity, unitCostCents, days, ofDays),
    listCents: proratedCents(quantity, listPriceCents, days, ofDays),
  }
}
