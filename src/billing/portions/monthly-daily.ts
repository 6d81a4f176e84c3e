import type { Known } from '../../domain/known.ts'
import { daysIn, type Period } from '../../domain/period.ts'
import { daysBetween, type PlainDate } from '../../domain/plain-date.ts'
import { equalDecimals, negateDecimal, subtractDecimals, type Decimal } from '../../money/decimal.ts'
import type { Money } from '../../money/money.ts'
import type { Holding } from '../holdings.ts'
import { priceHolding, type Portion, type PricedHolding, type PriceHolding, type Refusal } from './portion.ts'

/** The days on which a line is billed, and the period whose days prorate it. */
export interface DailySpan {
  readonly window: Period
  readonly period: Period
}

/**
 * One subscription's days: what is held at the start of each stretch of one price, and each change from its day to the
 * stretch's end. The day of a change belongs to the new quantity. One holding that cannot be billed leaves the whole
 * subscription unbilled, so that no half of it passes for the whole.
 */
export function dailyPortions(
  holdings: readonly Holding[],
  span: DailySpan,
  priceOf: PriceHolding,
): { portions: readonly Portion[]; refusals: readonly Refusal[] } {
  const priced: PricedHolding[] = []
  const refusals: Refusal[] = []
  for (const holding of holdings) {
    const outcome = priceHolding(holding, priceOf)
    if (outcome === undefined) continue
    if ('reason' in outcome) refusals.push(outcome)
    else priced.push(outcome)
  }
  if (refusals.length > 0) return { portions: [], refusals }
  return { portions: stretchesOf(priced, span.window).flatMap((stretch) => portionsOf(stretch, span.period)), refusals }
}

interface Stretch {
  readonly start: PlainDate
  readonly end: PlainDate
  readonly holdings: readonly PricedHolding[]
}

/**
 * Cuts a subscription's days where its unit price changes. A stretch starts with the window or the new price, and ends
 * with the window, or where the last holding at its price ends if another price follows.
 */
function stretchesOf(priced: readonly PricedHolding[], window: Period): Stretch[] {
  const stretches: Stretch[] = []
  let current: PricedHolding[] = []
  for (const next of priced) {
    const last = current.at(-1)
    if (last !== undefined && !equalDecimals(last.unitPrice.price, next.unitPrice.price)) {
      stretches.push({ start: startOf(stretches, current, window), end: last.holding.days.end, holdings: current })
      current = []
    }
    current.push(next)
  }
  if (current.length > 0) {
    stretches.push({ start: startOf(stretches, current, window), end: window.end, holdings: current })
  }
  return stretches
}

function startOf(before: readonly Stretch[], holdings: readonly PricedHolding[], window: Period): PlainDate {
  return before.length === 0 ? window.start : (holdings[0]?.holding.days.start ?? window.start)
}

function portionsOf({ start, end, holdings }: Stretch, period: Period): Portion[] {
  const portions: Portion[] = []
  const add = (day: PlainDate, quantity: Decimal, from: PricedHolding): void => {
    if (quantity.units === 0n || day >= end) return
    const kind = day === start && from.holding.days.start === start ? 'held' : 'change'
    const proration = prorationOf({ start: day, end }, period)
    const { holding, unitPrice } = from
    portions.push({ holding, kind, servicePeriod: { start: day, end }, proration, quantity, unitPrice })
  }
  let last: PricedHolding | undefined
  for (const next of holdings) {
    const day = next.holding.days.start
    if (last?.holding.days.end === day && sameSupply(last, next)) {
      add(day, subtractDecimals(next.quantity, last.quantity), next)
    } else {
      if (last !== undefined) add(last.holding.days.end, negateDecimal(last.quantity), last)
      add(day, next.quantity, next)
    }
    last = next
  }
  if (last !== undefined) add(last.holding.days.end, negateDecimal(last.quantity), last)
  return portions
}

/**
 * Where the cost or the product changes under one unit price, the old units leave and the new ones come: the two cancel
 * each other in what is billed, but not in what it costs and covers.
 */
function sameSupply(a: PricedHolding, b: PricedHolding): boolean {
  const [before, after] = [a.holding.step, b.holding.step]
  if (before === after) return true
  return before.productId === after.productId && sameCost(before.unitCost, after.unitCost)
}

function sameCost(a: Known<Money>, b: Known<Money>): boolean {
  if (a === 'unknown' || b === 'unknown') return a === b
  return a.currency === b.currency && equalDecimals(a, b)
}

/** The share of the period that a service period inside it is; undefined: the whole. */
export function prorationOf(service: Period, period: Period): { days: number; of: number } | undefined {
  if (service.start === period.start && service.end === period.end) return undefined
  return { days: daysBetween(service.start, service.end), of: daysIn(period) }
}
