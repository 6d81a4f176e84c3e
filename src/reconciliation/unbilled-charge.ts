import type { Charge } from '../domain/distributor-invoice.ts'
import { addDays } from '../domain/plain-date.ts'
import { addDecimals, subtractDecimals, zero, type Decimal } from '../money/decimal.ts'
import { clip, daysOf, shareOfDays, type Days } from './components.ts'
import type { Lookups } from './lookups.ts'
import { segmentsOf } from './spread.ts'
import type { VarianceClass } from './variance-class.ts'

/** The parts of a charge that no posted client line covers at all; they add up to its cost. */
export function classesOfUnbilledCharge(
  charge: Charge,
  cost: Decimal,
  waiting: readonly Days[] | 'all',
  lookups: Lookups,
): readonly { readonly class: VarianceClass; readonly cost: Decimal }[] {
  const own = classByItself(charge, lookups)
  if (own !== undefined) return [{ class: own, cost }]
  const leaked: VarianceClass = charge.kind === 'usage' ? 'usage' : 'bought-not-billed'
  const client =
    charge.companyId === undefined ? undefined : lookups.clientOfCompany(charge.connectionId, charge.companyId)
  if (client === undefined) return [{ class: leaked, cost }]
  if (waiting === 'all') return [{ class: 'timing', cost }]
  const missed = costOnBilledDays(charge, cost, lookups.billedDays(client.clientId), waiting)
  return [
    { class: leaked, cost: missed },
    { class: 'timing', cost: subtractDecimals(cost, missed) },
  ]
}

/** The class that a charge has whatever was billed when; undefined: it depends on the days. */
function classByItself(charge: Charge, lookups: Lookups): VarianceClass | undefined {
  switch (charge.kind) {
    case 'tax':
      return 'tax'
    case 'service-credit':
    case 'rebate':
    case 'payment-credit':
    case 'invoice-credit':
      return 'credit-or-reissue'
    case 'unknown':
    case 'subscription':
    case 'prorate':
    case 'one-time':
    case 'usage':
    case 'service-charge':
  }
  if (lookups.reasonNotBilled(charge.connectionId, charge.companyId, charge.productId) !== undefined) {
    return 'internal-use'
  }
  if (charge.kind === 'unknown') return 'unexplained'
  return charge.companyId === undefined ? 'service-charge-without-client' : undefined
}

/** The cost of the days whose billing period was billed and has no client invoice waiting. */
function costOnBilledDays(charge: Charge, cost: Decimal, billed: readonly Days[], waiting: readonly Days[]): Decimal {
  const all = daysOfCharge(charge)
  const segments = segmentsOf(all, [...billed, ...waiting])
  let missed = zero
  for (let index = 0; index < segments.count; index += 1) {
    const part = { start: segments.bounds[index] ?? all.start, end: segments.bounds[index + 1] ?? all.end }
    const isBilled = billed.some((days) => clip(days, part) !== undefined)
    const isWaiting = waiting.some((days) => clip(days, part) !== undefined)
    if (isBilled && !isWaiting) missed = addDecimals(missed, shareOfDays(cost, all, part, cost.scale))
  }
  return missed
}

/** A charge without usable dates is taken to be for the day of its invoice, and the finding says so. */
export function daysOfCharge(charge: Charge): Days {
  return daysOf(charge.servicePeriod ?? { start: charge.invoiceDate, end: addDays(charge.invoiceDate, 1) })
}
