import type { Clock } from '../../support/clock.ts'
import type { SubscriptionHistory } from '../source.ts'
import type { Listing } from './listing.ts'
import { normalizeHistory } from './normalize/subscription-history.ts'

/** The whole history of one subscription as one record. Pax8 does not page it. */
export function subscriptionHistoryListing(
  subscriptionId: string,
  { clock }: { readonly clock: Clock },
): Listing<SubscriptionHistory> {
  return {
    stream: 'subscription-history',
    key: subscriptionId,
    path: `/subscriptions/${encodeURIComponent(subscriptionId)}/history`,
    shape: 'rows',
    queries: [{}],
    contentFields: undefined,
    open: () =>
      Promise.resolve((rows, problems) => {
        const values = rows.map(({ value }) => value)
        return [normalizeHistory(values, { subscriptionId, readAt: clock.now().toISOString() }, problems)]
      }),
  }
}
