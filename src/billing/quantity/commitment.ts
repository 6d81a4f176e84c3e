import type { Known } from '../../domain/known.ts'
import type { Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../domain/timeline.ts'
import { compareDecimals, zero, type Decimal } from '../../money/decimal.ts'
import { termAnchor, termOn } from '../portions/terms.ts'

/** The months of a commitment as its name says them: `monthly`, `1-year`, `3-year`; undefined: there is none. */
export function monthsOfCommitment(term: string | undefined): number | undefined {
  if (term === undefined || term === 'none') return undefined
  if (term === 'monthly') return 1
  if (term === 'annual') return 12
  const years = term.endsWith('-year') ? Number(term.slice(0, -'-year'.length)) : NaN
  return Number.isInteger(years) && years > 0 ? years * 12 : undefined
}

/** The commitment that runs on a day: counted from its stated end, else from the subscription's start. */
export function commitmentOn(timeline: SubscriptionTimeline, step: TimelineStep, day: PlainDate): Known<Period> {
  const months = monthsOfCommitment(step.commitmentTerm)
  const anchor = timeline.commitmentEnd ?? termAnchor(timeline)
  if (months === undefined || anchor === undefined) return 'unknown'
  return termOn(day, { anchor, months })
}

/**
 * What a commitment is for on a day: the most that has been held since it began, as far as it is known. Units may be
 * added to a commitment at any time and are then part of it; they cannot be taken out before its end.
 */
export function committedQuantity(
  timeline: SubscriptionTimeline,
  step: TimelineStep,
  commitment: Period,
  day: PlainDate,
): Known<Decimal> {
  let most: Decimal = zero
  for (const other of timeline.steps) {
    if (other.from > day || (other.until !== undefined && other.until <= commitment.start)) continue
    if (!other.inForce || other.companyId !== step.companyId || other.productId !== step.productId) continue
    if (other.quantity === 'unknown') return 'unknown'
    if (compareDecimals(other.quantity, most) > 0) most = other.quantity
  }
  return most
}
