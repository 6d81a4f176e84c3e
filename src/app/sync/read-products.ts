import type { SubscriptionState } from '../../domain/subscription.ts'
import { readListing } from './read-listing.ts'
import type { SyncSession } from './sync-session.ts'
import { dueByRota } from './weekly-rota.ts'

/** The products in use, and their price plans (a hint of changes to come, never a cost): when new, then once a week. */
export async function readProducts(session: SyncSession, subscriptions: readonly SubscriptionState[]): Promise<void> {
  const inUse = [...new Set(subscriptions.map(({ productId }) => productId))].sort()
  const keys = await dueByRota(session, inUse, { noun: 'product', belonging: 'price', field: 'productId' })
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
