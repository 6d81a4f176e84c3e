import type { SubscriptionState } from '../../domain/subscription.ts'
import { readListing } from './read-listing.ts'
import type { SyncSession } from './sync-session.ts'

/**
 * The counters of metered subscriptions. They are of the current month only and carry no date, so a day that is not
 * read is lost; the lines of the day before are read with them.
 */
export async function readUsage(session: SyncSession, subscriptions: readonly SubscriptionState[]): Promise<void> {
  const keys = subscriptions.filter(isMetered).map(({ subscriptionId }) => subscriptionId)
  if (keys.length === 0) return
  const summaries = await readListing(session, 'usage-summaries', {
    noun: 'usage-summary',
    idOf: ({ usageSummaryId }) => usageSummaryId,
    stored: (summary) => summary,
    endsMissing: false,
    keys,
  })
  const lineKeys = [...summaries.records.keys()].map((id) => `${id}/${session.day}`)
  if (lineKeys.length === 0) return
  await readListing(session, 'usage-lines', {
    noun: 'usage-line',
    idOf: (line) =>
      JSON.stringify([line.usageSummaryId, line.usageDate, line.productId ?? null, line.productName ?? null]),
    stored: (line) => line,
    endsMissing: false,
    keys: lineKeys,
  })
}

/** The distributor marks no subscription as metered: billed in arrears, or running at no price that is not a trial. */
function isMetered(state: SubscriptionState): boolean {
  if (state.status === 'trial' || state.status === 'cancelled' || state.status === 'converted') return false
  if (state.billingTerm === 'arrears') return true
  const isZero = (value: SubscriptionState['unitCost']): boolean => value !== 'unknown' && value.units === 0n
  return isZero(state.listPrice) && (state.unitCost === 'unknown' || isZero(state.unitCost))
}
