import type { Known } from '../../domain/known.ts'
import type { Period } from '../../domain/period.ts'
import { addDays } from '../../domain/plain-date.ts'
import type { ChangeDay } from '../../domain/quantity-rules.ts'
import { compareDecimals, zero, type Decimal } from '../../money/decimal.ts'
import type { Holding } from '../holdings.ts'
import { isTrialStep } from '../portions/trial.ts'
import { isEnded } from './ended-commitments.ts'

/**
 * One subscription's days, with the day of each change given to the quantity that it belongs to. `old`: a change counts
 * from the day after it. `both`: a joiner counts from the day, a leaver through it, so that the larger quantity has it.
 * Prices and costs keep their own days.
 */
export function withChangeDays(holdings: readonly Holding[], changeDay: ChangeDay, window: Period): readonly Holding[] {
  if (changeDay === 'new') return holdings
  return holdings.flatMap((holding, index) => {
    if (isEnded(holding)) return dayLater(holding)
    const began = firstDayOf(holding, holdings[index - 1], changeDay)
    const ended = dayAfterEnd(
      holding,
      holdings.slice(index + 1).find((next) => !isEnded(next)),
      window,
    )
    return ended === undefined ? began : [...began, ended]
  })
}

function firstDayOf(holding: Holding, last: Holding | undefined, changeDay: ChangeDay): readonly Holding[] {
  const { days, step } = holding
  if (step.from !== days.start || !holding.evidenced) return [holding]
  const before = quantityBefore(holding, last)
  const quantity = changeDay === 'old' ? before : larger(before, holding.quantity)
  if (quantity === holding.quantity) return [holding]
  const second = addDays(days.start, 1)
  const first = { ...holding, quantity, days: { start: days.start, end: second } }
  return second < days.end ? [first, { ...holding, days: { start: second, end: days.end } }] : [first]
}

/** The day of a subscription's end is still its own, so what is left of its commitment begins on the day after. */
function dayLater(ended: Holding): readonly Holding[] {
  const { start, end } = ended.days
  if (ended.step.until !== start) return [ended]
  const next = addDays(start, 1)
  return next < end ? [{ ...ended, days: { start: next, end } }] : []
}

/** What was held on the eve of a change: by the line, if it held the subscription then. */
function quantityBefore({ days, step, timeline }: Holding, last: Holding | undefined): Known<Decimal> {
  if (last?.days.end === days.start) return last.quantity
  const before = timeline.steps[timeline.steps.indexOf(step) - 1]
  if (before === undefined) return timeline.before === 'unknown' ? 'unknown' : zero
  const isSame = before.companyId === step.companyId && before.productId === step.productId
  return before.inForce && isSame && !isTrialStep(before) ? before.quantity : zero
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
