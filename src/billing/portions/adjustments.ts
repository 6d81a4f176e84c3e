import type { Known } from '../../domain/known.ts'
import type { Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { DayCount } from '../../domain/quantity-rules.ts'
import { equalDecimals, negateDecimal, subtractDecimals, type Decimal } from '../../money/decimal.ts'
import type { Money } from '../../money/money.ts'
import { samePrice } from '../unit-price.ts'
import { shareOf } from './day-count.ts'
import type { Course, Level } from './level.ts'
import type { Portion } from './portion.ts'

/** The days on which a line is billed, and the period that its unit prices are for. */
export interface Span {
  readonly window: Period
  readonly period: Period
  readonly dayCount: DayCount
}

/**
 * What is held at the start of each stretch of one price, and each change from its day to the stretch's end: the shape in
 * which a client sees what joined and left, and when.
 */
export function adjustmentPortions(course: Course, span: Span): Portion[] {
  return stretchesOf(course, span.window).flatMap((stretch) => portionsOf(stretch, span))
}

interface Stretch {
  readonly start: PlainDate
  readonly end: PlainDate
  readonly levels: readonly Level[]
}

/**
 * Cuts a course where its unit price changes. A stretch starts with the window or the new price, and ends with the window,
 * or where the last level at its price ends if another price follows.
 */
function stretchesOf(course: Course, window: Period): Stretch[] {
  const stretches: Stretch[] = []
  let current: Level[] = []
  for (const next of course) {
    const last = current.at(-1)
    if (last !== undefined && !samePrice(last.unitPrice, next.unitPrice)) {
      stretches.push({ start: startOf(stretches, current, window), end: last.days.end, levels: current })
      current = []
    }
    current.push(next)
  }
  if (current.length > 0) {
    stretches.push({ start: startOf(stretches, current, window), end: window.end, levels: current })
  }
  return stretches
}

function startOf(before: readonly Stretch[], levels: readonly Level[], window: Period): PlainDate {
  return before.length === 0 ? window.start : (levels[0]?.days.start ?? window.start)
}

function portionsOf({ start, end, levels }: Stretch, { period, dayCount }: Span): Portion[] {
  const portions: Portion[] = []
  const add = (day: PlainDate, quantity: Decimal, from: Level): void => {
    if (quantity.units === 0n || day >= end) return
    const kind = day === start && from.days.start === start ? 'held' : 'change'
    const servicePeriod = { start: day, end }
    const proration = shareOf(servicePeriod, period, dayCount)
    const { holding, unitPrice, because } = from
    portions.push({ holding, kind, servicePeriod, proration, quantity, unitPrice, because })
  }
  let last: Level | undefined
  for (const next of levels) {
    const day = next.days.start
    if (last?.days.end === day && sameSupply(last, next)) {
      add(day, subtractDecimals(next.quantity, last.quantity), next)
    } else {
      if (last !== undefined) add(last.days.end, negateDecimal(last.quantity), last)
      add(day, next.quantity, next)
    }
    last = next
  }
  if (last !== undefined) add(last.days.end, negateDecimal(last.quantity), last)
  return portions
}

/**
 * Where the cost or the product changes under one unit price, the old units leave and the new ones come: the two cancel
 * each other in what is billed, but not in what it costs and covers. What a rule adds costs and covers nothing.
 */
function sameSupply(a: Level, b: Level): boolean {
  const [before, after] = [a.holding.step, b.holding.step]
  if (before === after || a.because !== undefined) return true
  return before.productId === after.productId && sameCost(before.unitCost, after.unitCost)
}

function sameCost(a: Known<Money>, b: Known<Money>): boolean {
  if (a === 'unknown' || b === 'unknown') return a === b
  return a.currency === b.currency && equalDecimals(a, b)
}
