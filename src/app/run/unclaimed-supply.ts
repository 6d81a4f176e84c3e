import type { Anomaly } from '../../domain/anomaly.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import { findPeriodNotOver } from '../../billing/anomalies/period-not-over.ts'
import { findUnclaimedSupply } from '../../billing/find-unclaimed-supply.ts'
import type { RunContext } from '../../billing/run-context.ts'
import { withOrganization } from '../../store/database.ts'
import { inStoredOrder } from '../../store/subscription-evidence.ts'
import type { AppContext } from '../context.ts'
import type { RunOverview } from './load-run-evidence.ts'

/** The subscriptions that no client could be billed for: nearly always none, and only then told apart one by one. */
export function unclaimedOf(
  run: RunContext,
  timelines: readonly SubscriptionTimeline[],
): readonly SubscriptionTimeline[] {
  const isUnclaimed = (some: readonly SubscriptionTimeline[]): boolean =>
    findUnclaimedSupply(run, { timelines: some, charges: [] }).length > 0
  return isUnclaimed(timelines) ? timelines.filter((timeline) => isUnclaimed([timeline])) : []
}

/**
 * What is flagged about the whole run. What nobody's line claims is looked for over everything, even when only some
 * clients are worked.
 * @param unclaimed From all lots, in any order; a subscription that moved between clients may be in it twice.
 */
export async function anomaliesOfWholeRun(
  { database, organization }: AppContext,
  run: RunContext,
  overview: RunOverview,
  unclaimed: readonly SubscriptionTimeline[],
): Promise<readonly Anomaly[]> {
  const keyOf = ({ connectionId, subscriptionId }: SubscriptionTimeline): string => `${connectionId}\n${subscriptionId}`
  const found = [...new Map(unclaimed.map((timeline) => [keyOf(timeline), timeline])).values()]
  const order = await withOrganization(database, organization.id, (tx) => inStoredOrder(tx, found))
  const timelines = order.flatMap((place) => found[place] ?? [])
  return [...findPeriodNotOver(run), ...findUnclaimedSupply(run, { ...overview, timelines })]
}
