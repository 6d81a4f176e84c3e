import type { SubscriptionState } from '../../domain/subscription.ts'
import { readListing } from './read-listing.ts'
import { inTransaction, type SyncSession } from './sync-session.ts'
import { newestRecords } from '../../store/observations.ts'

const millisecondsPerDay = 86_400_000
const daysUntilReadAgain = 7

/** The products in use, and their price plans (a hint of changes to come, never a cost): weekly, and when new. */
export async function readProducts(session: SyncSession, subscriptions: readonly SubscriptionState[]): Promise<void> {
  const inUse = [...new Set(subscriptions.map(({ productId }) => productId))].sort()
  const known = await inTransaction(session, (tx) =>
    newestRecords(tx, { connectionId: session.connectionId, noun: 'product' }),
  )
  const oldest = session.database.clock.now().getTime() - daysUntilReadAgain * millisecondsPerDay
  const fresh = new Set(known.filter((row) => Date.parse(row.recordedAt) > oldest).map((row) => row.recordId))
  const keys = inUse.filter((productId) => !fresh.has(productId))
  if (keys.length === 0) return
  await readListing(session, 'products', {
    noun: 'product',
    idOf: ({ productId }) => productId,
    stored: (product) => product,
    endsMissing: false,
    keys,
  })
  await readListing(session, 'prices', {
    noun: 'price',
    idOf: (plan) => JSON.stringify([plan.productId, plan.billingTerm, plan.commitmentTerm ?? null]),
    stored: (plan) => plan,
    endsMissing: false,
    keys,
  })
}
