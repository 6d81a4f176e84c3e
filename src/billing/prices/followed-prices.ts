import type { PriceFollow } from '../../domain/price-policy.ts'
import type { Period } from '../../domain/period.ts'
import { addDays, type PlainDate } from '../../domain/plain-date.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../domain/timeline.ts'
import { equalDecimals } from '../../money/decimal.ts'
import type { Holding } from '../holdings.ts'
import { monthsOfTerm, termAnchor, termOn } from '../portions/terms.ts'
import type { PriceInput, PriceRefusal } from '../unit-price.ts'

/**
 * The cost and list price that count on one day of a holding: those in force, or by the line's rule those of an earlier
 * day. An earlier day before the subscription ran for this client, under this product and its terms, counts as its
 * first: what was never in force cannot go on.
 */
export function followedPrices(
  holding: Holding,
  day: PlainDate,
  follow: PriceFollow | undefined,
  billingPeriod: Period,
): PriceInput | Extract<PriceRefusal, { refused: 'unknown-term-start' }> {
  const { step, timeline } = holding
  if (follow === undefined || follow === 'at-once') return step
  const countedFrom = countedDay(timeline, step, day, follow, billingPeriod)
  if (countedFrom === undefined) {
    return hasChangedPrice(timeline, step) ? { refused: 'unknown-term-start' } : step
  }
  const counted = stepOn(timeline, step, countedFrom)
  if (counted === step) return step
  return { unitCost: counted.unitCost, listPrice: counted.listPrice, since: counted.from }
}

/** The days inside a holding from which another cost or list price counts although the subscription did not change. */
export function followedDays(holding: Holding, follow: PriceFollow | undefined): readonly PlainDate[] {
  if (follow === undefined || follow === 'at-once' || follow === 'next-period') return []
  const { timeline, step, days } = holding
  if (follow === 'next-term') {
    const term = commitmentTermOn(timeline, step, days.start)
    if (term === undefined) return []
    const found: PlainDate[] = []
    for (let next = term.end; next < days.end; next = commitmentTermOn(timeline, step, next)?.end ?? days.end) {
      found.push(next)
    }
    return found
  }
  return timeline.steps
    .map(({ from }) => addDays(from, follow.noticeDays))
    .filter((day) => day > days.start && day < days.end)
}

function countedDay(
  timeline: SubscriptionTimeline,
  step: TimelineStep,
  day: PlainDate,
  follow: Exclude<PriceFollow, 'at-once'>,
  billingPeriod: Period,
): PlainDate | undefined {
  if (follow === 'next-period') return billingPeriod.start
  if (follow === 'next-term') return commitmentTermOn(timeline, step, day)?.start
  return addDays(day, -follow.noticeDays)
}

/** The term of the commitment that holds a day: of its own length, or where there is none of the billing term's. */
function commitmentTermOn(timeline: SubscriptionTimeline, step: TimelineStep, day: PlainDate): Period | undefined {
  const anchor = termAnchor(timeline) ?? timeline.commitmentEnd
  const months = monthsOfCommitment(step)
  return anchor === undefined || months === undefined ? undefined : termOn(day, { anchor, months })
}

const commitmentMonths: Readonly<Record<string, number>> = { monthly: 1, '1-year': 12, '2-year': 24, '3-year': 36 }

function monthsOfCommitment({ commitmentTerm, billingTerm }: TimelineStep): number | undefined {
  if (commitmentTerm !== undefined && commitmentTerm !== 'none') return commitmentMonths[commitmentTerm]
  return monthsOfTerm(billingTerm) ?? (billingTerm === 'monthly' || billingTerm === 'arrears' ? 1 : undefined)
}

/** The step in force on an earlier day, as far back as the same client held the same product on the same terms. */
function stepOn(timeline: SubscriptionTimeline, step: TimelineStep, day: PlainDate): TimelineStep {
  let found = step
  for (let index = timeline.steps.indexOf(step) - 1; index >= 0 && found.from > day; index -= 1) {
    const before = timeline.steps[index]
    if (before === undefined || !isSameOffer(before, step)) break
    found = before
  }
  return found
}

function isSameOffer(before: TimelineStep, step: TimelineStep): boolean {
  return (
    before.inForce &&
    before.status !== 'trial' &&
    before.companyId === step.companyId &&
    before.productId === step.productId &&
    before.billingTerm === step.billingTerm &&
    before.commitmentTerm === step.commitmentTerm
  )
}

function hasChangedPrice(timeline: SubscriptionTimeline, step: TimelineStep): boolean {
  const first = stepOn(timeline, step, '')
  return timeline.steps
    .slice(timeline.steps.indexOf(first), timeline.steps.indexOf(step) + 1)
    .some((other) => !isSameMoney(other.unitCost, step.unitCost) || !isSameMoney(other.listPrice, step.listPrice))
}

function isSameMoney(a: TimelineStep['unitCost'], b: TimelineStep['unitCost']): boolean {
  if (a === 'unknown' || b === 'unknown') return a === b
  return a.currency === b.currency && equalDecimals(a, b)
}
