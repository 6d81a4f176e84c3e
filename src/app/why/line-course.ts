import type { EvidenceRef } from '../../domain/evidence.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { monthOf, type Period } from '../../domain/period.ts'
import { addMonths, earlier, later, type PlainDate } from '../../domain/plain-date.ts'
import { changesBetween, quantityText, type StepChange } from '../../domain/step-changes.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../domain/timeline.ts'

/** How far before what a line bills its subscription's course is shown: what led to it is seldom older. */
const monthsBefore = 2

/** A subscription that a line bills, over the days that led to it. */
export interface SubscriptionCourse {
  readonly connectionId: string
  readonly subscriptionId: string
  readonly productName: string
  /** All days of the course: from two months before the line's service period to its end. */
  readonly days: Period
  /** Seats day by day, without gaps from the first known day on. Unknown is not zero. */
  readonly steps: readonly CourseStep[]
  /** What changed on a day inside. */
  readonly events: readonly CourseEvent[]
  /** The days that the line bills, with the quantity that was held. */
  readonly billed: readonly { readonly days: Period; readonly quantity: string }[]
}

export interface CourseStep {
  readonly days: Period
  readonly quantity: string
}

export interface CourseEvent {
  readonly day: PlainDate
  readonly changes: readonly StepChange[]
  readonly window: TimelineStep['window']
  readonly evidence: readonly EvidenceRef[]
}

/** The subscriptions of a line, each over the same days. */
export function coursesOfLine(
  line: InvoiceLine,
  timelines: readonly SubscriptionTimeline[],
): readonly SubscriptionCourse[] {
  const { start, end } = line.servicePeriod
  const days = { start: addMonths(monthOf(start).start, -monthsBefore), end }
  return timelines.map((timeline) => courseOf(timeline, line, days))
}

function courseOf(timeline: SubscriptionTimeline, line: InvoiceLine, days: Period): SubscriptionCourse {
  const { connectionId, subscriptionId, steps } = timeline
  const inside = steps.filter(({ from, until }) => from < days.end && (until === undefined || until > days.start))
  return {
    ...{ connectionId, subscriptionId, days },
    productName: inside.at(-1)?.productName ?? inside.at(-1)?.productId ?? subscriptionId,
    steps: stepsInside(inside, days),
    events: inside
      .filter(({ from }) => from >= days.start)
      .map((step) => ({
        day: step.from,
        changes: changesBetween(steps[steps.indexOf(step) - 1], step),
        window: step.window,
        evidence: step.evidence,
      }))
      .filter(({ changes }) => changes.length > 0),
    billed: line.reasons.slice
      .filter((slice) => slice.subscriptionId === subscriptionId)
      .map(({ from, until, quantity }) => ({ days: { start: from, end: until }, quantity })),
  }
}

/** Neighbours of one quantity are one step: a new price does not move the seats. */
function stepsInside(steps: readonly TimelineStep[], days: Period): readonly CourseStep[] {
  const joined: CourseStep[] = []
  for (const step of steps) {
    const quantity = quantityText(step)
    const end = step.until === undefined ? days.end : earlier(step.until, days.end)
    const last = joined.at(-1)
    if (last?.quantity === quantity) joined[joined.length - 1] = { quantity, days: { ...last.days, end } }
    else joined.push({ quantity, days: { start: later(step.from, days.start), end } })
  }
  return joined
}
