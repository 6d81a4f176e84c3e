import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import { overlap } from '../../domain/period.ts'
import { addDays, earlier, later, type PlainDate } from '../../domain/plain-date.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../domain/timeline.ts'
import { zero } from '../../money/decimal.ts'
import { companyKey, type RunContext } from '../run-context.ts'
import type { Holding } from '../holdings.ts'
import { commitmentOn, monthsOfCommitment } from './commitment.ts'
import { quantitySettingsFor } from './quantity-settings.ts'

/**
 * The client's holdings with the days of subscriptions that are no longer held and still count: the day of their end, for
 * lines on which that day belongs to the old quantity, and what is left of their commitment, for lines that hold leavers
 * to its end. None is held on those days; the line's rules say what is billed. Most clients have no such line.
 */
export function withEndedSubscriptions(
  run: RunContext,
  client: ClientBillingConfig,
  holdings: readonly Holding[],
  timelines: readonly SubscriptionTimeline[],
): readonly Holding[] {
  const settings = client.lines.map((line) => quantitySettingsFor(run, client, line))
  const countsLastDay = settings.some(({ changeDay }) => changeDay !== 'new')
  const keepsCommitment = settings.some(({ decreases }) => decreases === 'at-term-end')
  if (!countsLastDay && !keepsCommitment) return holdings
  const which = { countsLastDay, keepsCommitment }
  const ended = timelines.flatMap((timeline) => endedIn(run, client, timeline, which))
  return ended.length === 0 ? holdings : [...holdings, ...ended].sort(bySubscriptionAndDay)
}

interface Counted {
  readonly countsLastDay: boolean
  readonly keepsCommitment: boolean
}

/** True for days after a subscription's end. */
export function isEnded({ step, days }: Holding): boolean {
  return step.until !== undefined && step.until <= days.start
}

function endedIn(
  run: RunContext,
  client: ClientBillingConfig,
  timeline: SubscriptionTimeline,
  which: Counted,
): Holding[] {
  return timeline.steps.flatMap((step, index) => {
    const after = timeline.steps[index + 1]
    if (!step.inForce || step.until === undefined || !isOf(run, client, timeline, step)) return []
    if (after !== undefined && goesOn(step, after)) return []
    const counted = { start: step.until, end: countedUntil(timeline, step, after, which) }
    const days = overlap(counted, run.input.billingPeriod)
    return days === undefined ? [] : [{ timeline, step, days, quantity: zero, evidenced: true }]
  })
}

function goesOn(step: TimelineStep, after: TimelineStep): boolean {
  return after.inForce && after.companyId === step.companyId && after.productId === step.productId
}

/** To the end of the commitment in which the subscription's last day lies, or to the day of its return. */
function countedUntil(
  timeline: SubscriptionTimeline,
  step: TimelineStep,
  after: TimelineStep | undefined,
  { countsLastDay, keepsCommitment }: Counted,
): PlainDate {
  const end = step.until ?? step.from
  const least = countsLastDay ? addDays(end, 1) : end
  const isCommitted =
    keepsCommitment && after?.inForce !== true && monthsOfCommitment(step.commitmentTerm) !== undefined
  const commitment = isCommitted ? commitmentOn(timeline, step, end) : 'unknown'
  const until = commitment === 'unknown' || commitment.start === end ? least : later(least, commitment.end)
  const back = timeline.steps.find((other) => other.inForce && other.from > end)?.from
  return back === undefined ? until : earlier(back, until)
}

function isOf(
  run: RunContext,
  client: ClientBillingConfig,
  { connectionId }: SubscriptionTimeline,
  { companyId }: TimelineStep,
): boolean {
  return run.clientByCompany.get(companyKey({ connectionId, companyId })) === client
}

function bySubscriptionAndDay(a: Holding, b: Holding): number {
  if (a.timeline.connectionId !== b.timeline.connectionId) {
    return a.timeline.connectionId < b.timeline.connectionId ? -1 : 1
  }
  if (a.timeline.subscriptionId !== b.timeline.subscriptionId) {
    return a.timeline.subscriptionId < b.timeline.subscriptionId ? -1 : 1
  }
  return a.days.start < b.days.start ? -1 : 1
}
