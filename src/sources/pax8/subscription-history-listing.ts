import type { SubscriptionHistory } from '../source.ts'
import type { Listing } from './listing.ts'
import { normalizeHistory } from './normalize/subscription-history.ts'
import type { StreamContext } from './streams.ts'

/** The whole history of one subscription as one record. Pax8 does not page it. */
export function subscriptionHistoryListing(
  subscriptionId: string,
  { clock, answers }: Pick<StreamContext, 'clock' | 'answers'>,
): Listing<SubscriptionHistory> {
  return {
    stream: 'subscription-history',
    key: subscriptionId,
    path: `/subscriptions/${encodeURIComponent(subscriptionId)}/history`,
    shape: 'rows',
    queries: [{}],
    contentFields: undefined,
    open: async () => {
      const known = await answers()
      return (rows, problems) => {
        const values = rows.map(({ value }) => value)
        const context = { subscriptionId, readAt: clock.now().toISOString(), answers: known }
        return [normalizeHistory(values, context, problems)]
      }
    },
  }
}
