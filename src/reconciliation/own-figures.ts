import { daysIn, monthOf } from '../domain/period.ts'
import type { Known } from '../domain/known.ts'
import type { Period } from '../domain/period.ts'
import { absoluteDecimal, type Decimal } from '../money/decimal.ts'
import { fineOf, magnitudeOf, shareOfFine, timesFine, type Fine } from './fine.ts'

/** What a charge or a covered supply says of itself: its own quantity, and the cost that its own figures lead to. */
export interface OwnFigures {
  readonly quantity: Fine | undefined
  /** Quantity x unit cost x the part of the term that fits best; the cost itself where that cannot be reckoned. */
  readonly value: Fine
  /** Quantity x part of the term: one seat for half a month is 0.5. Undefined: its quantity or unit cost is unknown. */
  readonly unitTerms: Fine | undefined
}

/**
 * Reads a line's own figures. The cost is authoritative for the sum, its sign included (a credit may carry the sign on
 * the unit cost, with a positive quantity). How a distributor prorates is not documented, so each known way is tried
 * and the nearest taken: whole; days of the calendar month, of 30, of 365 or 366; and a unit cost per day. What remains
 * between the cost and the nearest way is no proration, and is left for the remainder to show.
 */
export function ownFigures(line: {
  readonly quantity: Known<Decimal>
  readonly unitCost: Known<Decimal>
  readonly cost: Decimal
  readonly period: Period | undefined
}): OwnFigures {
  const cost = fineOf(line.cost)
  if (line.quantity === 'unknown' || line.unitCost === 'unknown') {
    return { quantity: signedQuantity(line.quantity, cost), value: cost, unitTerms: undefined }
  }
  const quantity = signedQuantity(line.quantity, cost) ?? 0n
  // A line that costs nothing is reckoned at a unit cost of nothing, whatever list price it repeats.
  if (cost === 0n) return { quantity, value: 0n, unitTerms: quantity }
  const whole = timesFine(quantity, fineOf(absoluteDecimal(line.unitCost)))
  const [numerator, denominator] = nearestPartOfTerm(whole, cost, line.period)
  return {
    quantity,
    value: shareOfFine(whole, numerator, denominator),
    unitTerms: shareOfFine(quantity, numerator, denominator),
  }
}

function signedQuantity(quantity: Known<Decimal>, cost: Fine): Fine | undefined {
  if (quantity === 'unknown') return undefined
  const units = fineOf(quantity)
  if (cost === 0n) return units
  return cost < 0n ? -magnitudeOf(units) : magnitudeOf(units)
}

function nearestPartOfTerm(whole: Fine, cost: Fine, period: Period | undefined): readonly [bigint, bigint] {
  let best: readonly [bigint, bigint] = [1n, 1n]
  if (whole === cost || period === undefined) return best
  let leastResidual = magnitudeOf(whole - cost)
  const days = BigInt(daysIn(period))
  for (const term of [BigInt(daysIn(monthOf(period.start))), 30n, 365n, 366n, 1n]) {
    const residual = magnitudeOf(shareOfFine(whole, days, term) - cost)
    if (residual < leastResidual) {
      leastResidual = residual
      best = [days, term]
    }
  }
  return best
}
