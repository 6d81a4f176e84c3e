import type { Known } from '../../domain/known.ts'
import type { Period } from '../../domain/period.ts'
import { addDays, type PlainDate } from '../../domain/plain-date.ts'
import { compareDecimals, zero, type Decimal } from '../../money/decimal.ts'
import type { Holding } from '../holdings.ts'
import { isTrialStep } from '../portions/trial.ts'
import { isEnded } from './ended-subscriptions.ts'
import type { QuantitySettings } from './quantity-settings.ts'

type ChangeSettings = Pick<QuantitySettings, 'changeDay' | 'decreases'>

/**
 * One subscription's days, with the day of each change given to the quantity that it belongs to. `old`: a change counts
 * from the day after it. `both`: a joiner counts from the day, a leaver through it, so that the larger quantity has it.
 * Prices and costs keep their own days.
 */
export function withChangeDays(
  holdings: readonly Holding[],
  settings: ChangeSettings,
  window: Period,
): readonly Holding[] {
  if (settings.changeDay === 'new') return holdings
  return holdings.flatMap((holding, index) => {
    if (isEnded(holding)) return lastDayOf(holding, holdings[index - 1])
    const began = firstDayOf(holding, holdings[index - 1], settings)
    const ended = dayAfterEnd(
      holding,
      holdings.slice(index + 1).find((next) => !isEnded(next)),
      window,
    )
    return ended === undefined ? began : [...began, ended]
  })
}

function firstDayOf(
  holding: Holding,
  last: Holding | undefined,
  { changeDay, decreases }: ChangeSettings,
): readonly Holding[] {
  const { days, step } = holding
  if (step.from !== days.start || !holding.evidenced) return [holding]
  const before = quantityBefore(holding, last)
  const second = addDays(days.start, 1)
  if (before === 'not held') {
    if (changeDay === 'both') return [holding]
    // A commitment that is held to its end goes on through a day on which nothing counts as held.
    const none = { ...holding, quantity: zero, days: { start: days.start, end: second } }
    return decreases === 'at-term-end' ? [none, ...from(holding, second)] : from(holding, second)
  }
  const quantity = changeDay === 'old' ? before : larger(before, holding.quantity)
  if (quantity === holding.quantity) return [holding]
  const first = { ...holding, quantity, days: { start: days.start, end: second } }
  return [first, ...from(holding, second)]
}

/** The day of a subscription's end is still its own, also where all days before it lie in the month before. */
function lastDayOf(ended: Holding, last: Holding | undefined): readonly Holding[] {
  const { start } = ended.days
  if (ended.step.until !== start) return [ended]
  const second = addDays(start, 1)
  const rest = from(ended, second)
  // Where the days before the end are here as well, the last of them has brought its day along.
  if (last?.days.end === start && last.timeline === ended.timeline) return rest
  return [{ ...ended, quantity: ended.step.quantity, days: { start, end: second } }, ...rest]
}

/** The holding from a day on, if it holds that long. */
function from(holding: Holding, day: PlainDate): readonly Holding[] {
  const { end } = holding.days
  return day < end ? [{ ...holding, days: { start: day, end } }] : []
}

/** What was held on the eve of a change: by the line, if it held the subscription then. */
function quantityBefore({ days, step, timeline }: Holding, last: Holding | undefined): Known<Decimal> | 'not held' {
  if (last?.days.end === days.start) return isEnded(last) ? 'not held' : last.quantity
  const before = timeline.steps[timeline.steps.indexOf(step) - 1]
  if (before === undefined) return timeline.before === 'unknown' ? 'unknown' : 'not held'
  const isSame = before.companyId === step.companyId && before.productId === step.productId
  return before.inForce && isSame && !isTrialStep(before) ? before.quantity : 'not held'
}

function larger(a: Known<Decimal>, b: Known<Decimal>): Known<Decimal> {
  if (a === 'unknown' || b === 'unknown') return 'unknown'
  return compareDecimals(a, b) > 0 ? a : b
}

/** A subscription that ended or left the line still has the day of its end. */
function dayAfterEnd(holding: Holding, next: Holding | undefined, window: Period): Holding | undefined {
  const { end } = holding.days
  if (holding.step.until !== end || end >= window.end || next?.days.start === end) return undefined
  return { ...holding, days: { start: end, end: addDays(end, 1) } }
}
