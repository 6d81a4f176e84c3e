import type { ClientBillingConfig } from '../domain/billing-config.ts'
import type { Known } from '../domain/known.ts'
import { overlap, type Period } from '../domain/period.ts'
import type { SubscriptionTimeline, TimelineStep } from '../domain/timeline.ts'
import type { Decimal } from '../money/decimal.ts'
import { companyKey, type RunContext } from './run-context.ts'

/** What a client holds of one subscription during days of the billing period in which nothing about it changes. */
export interface Holding {
  readonly timeline: SubscriptionTimeline
  readonly step: TimelineStep
  /** Within the billing period. */
  readonly days: Period
  readonly quantity: Known<Decimal>
  /** False on days before any evidence: the quantity is then unknown for want of evidence. */
  readonly evidenced: boolean
}

/** The client's holdings in the period, by subscription and day. Days on which a subscription does not run have none. */
export function holdingsOf(
  run: RunContext,
  client: ClientBillingConfig,
  timelines: readonly SubscriptionTimeline[],
): Holding[] {
  const holdings: Holding[] = []
  for (const timeline of inOrder(timelines)) {
    const unevidenced = daysBeforeEvidence(run, client, timeline)
    if (unevidenced !== undefined) holdings.push(unevidenced)
    for (const step of timeline.steps) {
      if (!step.inForce || !isOf(run, client, timeline, step)) continue
      const days = overlapWithPeriod(step, run.input.billingPeriod)
      if (days !== undefined) holdings.push({ timeline, step, days, quantity: step.quantity, evidenced: true })
    }
  }
  return holdings
}

/** Where the evidence begins inside the period with a running subscription, nobody knows what was held before. */
function daysBeforeEvidence(
  run: RunContext,
  client: ClientBillingConfig,
  timeline: SubscriptionTimeline,
): Holding | undefined {
  const [step] = timeline.steps
  const { billingPeriod } = run.input
  if (timeline.before !== 'unknown' || step?.inForce !== true || step.from <= billingPeriod.start) return undefined
  if (step.from >= billingPeriod.end || !isOf(run, client, timeline, step)) return undefined
  const days = { start: billingPeriod.start, end: step.from }
  return { timeline, step, days, quantity: 'unknown', evidenced: false }
}

/** A company that two clients name belongs to one of them only, so that nothing is billed twice. */
function isOf(
  run: RunContext,
  client: ClientBillingConfig,
  { connectionId }: SubscriptionTimeline,
  { companyId }: TimelineStep,
): boolean {
  return run.clientByCompany.get(companyKey({ connectionId, companyId })) === client
}

function overlapWithPeriod(step: TimelineStep, period: Period): Period | undefined {
  if (step.from <= period.start && (step.until === undefined || step.until >= period.end)) return period
  return overlap({ start: step.from, end: step.until ?? period.end }, period)
}

/** They are read in order as a rule; then nothing is copied. */
function inOrder(timelines: readonly SubscriptionTimeline[]): readonly SubscriptionTimeline[] {
  const isSorted = timelines.every((timeline, index) => {
    const before = index === 0 ? undefined : timelines[index - 1]
    return before === undefined || bySubscription(before, timeline) <= 0
  })
  return isSorted ? timelines : [...timelines].sort(bySubscription)
}

function bySubscription(a: SubscriptionTimeline, b: SubscriptionTimeline): number {
  if (a.connectionId !== b.connectionId) return a.connectionId < b.connectionId ? -1 : 1
  return a.subscriptionId < b.subscriptionId ? -1 : a.subscriptionId > b.subscriptionId ? 1 : 0
}
