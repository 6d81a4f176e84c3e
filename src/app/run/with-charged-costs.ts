import { fillCostsFromCharges, lacksCostIn } from '../../domain/charged-costs.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import { listSubscriptionCharges } from '../../store/charges.ts'
import type { Transaction } from '../../store/database.ts'
import type { Run } from '../../store/runs.ts'
import { groupBy } from '../../support/group-by.ts'
import { listWithdrawnInvoices } from './list-withdrawn-invoices.ts'

/**
 * The timelines of a run with the costs that only the distributor's charges tell. Charges are read for the subscriptions
 * whose cost is unknown on a day of the period, which mostly are none.
 */
export async function withChargedCosts(
  tx: Transaction,
  timelines: readonly SubscriptionTimeline[],
  { period, evidenceUntil }: Pick<Run, 'period' | 'evidenceUntil'>,
): Promise<readonly SubscriptionTimeline[]> {
  const lacking = timelines.filter((timeline) => lacksCostIn(timeline, period))
  if (lacking.length === 0) return timelines
  const isWithdrawn = await listWithdrawnInvoices(tx, evidenceUntil)
  const filled = new Map<SubscriptionTimeline, SubscriptionTimeline>()
  for (const [connectionId, own] of groupBy(lacking, (timeline) => timeline.connectionId)) {
    const subscriptionIds = own.map(({ subscriptionId }) => subscriptionId)
    const charges = await listSubscriptionCharges(tx, { connectionId, subscriptionIds, recordedUntil: evidenceUntil })
    const ours = charges.filter(({ charge }) => !isWithdrawn(charge))
    const chargesOf = groupBy(ours, ({ charge }) => charge.subscriptionId ?? '')
    for (const timeline of own) {
      filled.set(timeline, fillCostsFromCharges(timeline, chargesOf.get(timeline.subscriptionId) ?? []))
    }
  }
  return timelines.map((timeline) => filled.get(timeline) ?? timeline)
}
