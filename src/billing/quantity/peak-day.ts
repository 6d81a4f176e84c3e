import type { PlainDate } from '../../domain/plain-date.ts'
import { addDecimals, compareDecimals, zero, type Decimal } from '../../money/decimal.ts'
import type { Holding } from '../holdings.ts'

/**
 * The first of the days on which the line holds the most, over all its subscriptions together: one that replaces another
 * is not counted beside it. Every quantity must be known.
 */
export function peakDay(holdings: readonly Holding[]): PlainDate | undefined {
  let peak: { day: PlainDate; held: Decimal } | undefined
  for (const day of new Set(holdings.map(({ days }) => days.start).sort())) {
    const held = heldOn(holdings, day)
    if (peak === undefined || compareDecimals(held, peak.held) > 0) peak = { day, held }
  }
  return peak?.day
}

/** The total rises only on a day on which some holding begins, so those are the days to look at. */
function heldOn(holdings: readonly Holding[], day: PlainDate): Decimal {
  let held = zero
  for (const { days, quantity } of holdings) {
    if (days.start <= day && day < days.end && quantity !== 'unknown') held = addDecimals(held, quantity)
  }
  return held
}
