import type { Period } from '../../domain/period.ts'
import { addDays } from '../../domain/plain-date.ts'
import type { ChangeDay } from '../../domain/quantity-rules.ts'
import { compareDecimals, subtractDecimals } from '../../money/decimal.ts'
import type { Holding } from '../holdings.ts'
import type { Refusal } from '../portions/portion.ts'
import { commitmentOn, committedQuantity, monthsOfCommitment } from './commitment.ts'

/**
 * The units that a running commitment is for beyond what is held, as holdings of their own: what the client committed to
 * and no longer uses. A holding without a commitment has none.
 */
export function committedUnits(
  holdings: readonly Holding[],
  changeDay: ChangeDay,
): {
  readonly unused: readonly Holding[]
  readonly refusals: readonly Refusal[]
} {
  const unused: Holding[] = []
  const refusals: Refusal[] = []
  for (const holding of holdings) {
    if (monthsOfCommitment(holding.step.commitmentTerm) === undefined || !holding.evidenced) continue
    let day = holding.days.start
    while (day < holding.days.end) {
      const commitment = commitmentOn(holding.timeline, holding.step, day)
      if (commitment === 'unknown') {
        refusals.push({ holding, reason: { refused: 'unknown-term-start' } })
        break
      }
      const end = commitment.end < holding.days.end ? commitment.end : holding.days.end
      unused.push(...unusedIn(holding, commitment, { start: day, end }, changeDay))
      day = end
    }
  }
  return { unused, refusals }
}

function unusedIn(holding: Holding, commitment: Period, days: Period, changeDay: ChangeDay): Holding[] {
  // Nothing about a holding changes within its days. Where a change counts from the day after it, so does the commitment.
  const asOf = changeDay === 'old' ? addDays(days.start, -1) : days.start
  const committed = committedQuantity(holding.timeline, holding.step, commitment, asOf)
  // An unknown quantity is refused where the holding itself is priced, or left to be so here.
  if (committed === 'unknown') return [{ ...holding, days, quantity: 'unknown' }]
  if (holding.quantity === 'unknown' || compareDecimals(committed, holding.quantity) <= 0) return []
  return [{ ...holding, days, quantity: subtractDecimals(committed, holding.quantity) }]
}
