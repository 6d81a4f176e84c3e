import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import { overlap, type Period } from '../../domain/period.ts'
import { earlier, type PlainDate } from '../../domain/plain-date.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../domain/timeline.ts'
import { zero } from '../../money/decimal.ts'
import { companyKey, type RunContext } from '../run-context.ts'
import type { Holding } from '../holdings.ts'
import { commitmentOn, monthsOfCommitment } from './commitment.ts'
import { quantitySettingsFor } from './quantity-settings.ts'

/**
 * The client's holdings with those of subscriptions that ended before their commitment did: none is held of them any
 * more, and a line that holds leavers to the term's end still bills what was committed. Clients without such a line have
 * their holdings as they are.
 */
export function withEndedCommitments(
  run: RunContext,
  client: ClientBillingConfig,
  holdings: readonly Holding[],
  timelines: readonly SubscriptionTimeline[],
): readonly Holding[] {
  if (!client.lines.some((line) => quantitySettingsFor(run, client, line).decreases === 'at-term-end')) return holdings
  const ended = timelines.flatMap((timeline) => endedIn(run, client, timeline))
  return ended.length === 0 ? holdings : [...holdings, ...ended].sort(bySubscriptionAndDay)
}

/** True for days after a subscription's end on which its commitment runs on. */
export function isEnded({ step, days }: Holding): boolean {
  return step.until !== undefined && step.until <= days.start
}

function endedIn(run: RunContext, client: ClientBillingConfig, timeline: SubscriptionTimeline): Holding[] {
  return timeline.steps.flatMap((step, index) => {
    const after = timeline.steps[index + 1]
    if (!step.inForce || step.until === undefined || after?.inForce === true || !isOf(run, client, timeline, step))
      return []
    const days = overlap(daysAfter(timeline, step, step.until, after?.until), run.input.billingPeriod)
    return days === undefined ? [] : [{ timeline, step, days, quantity: zero, evidenced: true }]
  })
}

/** From the subscription's end to that of the commitment in which its last day lies, or to the day of its return. */
function daysAfter(
  timeline: SubscriptionTimeline,
  step: TimelineStep,
  end: PlainDate,
  back: PlainDate | undefined,
): Period {
  const isCommitted = monthsOfCommitment(step.commitmentTerm) !== undefined
  const commitment = isCommitted ? commitmentOn(timeline, step, end) : 'unknown'
  const until = commitment === 'unknown' || commitment.start === end ? end : commitment.end
  return { start: end, end: back === undefined ? until : earlier(back, until) }
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
