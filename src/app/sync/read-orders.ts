import { readListing } from './read-listing.ts'
import type { SyncSession } from './sync-session.ts'

/** Orders are dated to the day and know no removals: evidence beside the history, never a source of quantities. */
export async function readOrders(session: SyncSession): Promise<void> {
  const listing = await readListing(session, 'orders', {
    noun: 'order',
    idOf: ({ orderId }) => orderId,
    stored: (order) => order,
    endsMissing: false,
  })
  // Orders decide nothing, so a listing that does not add up is told and does not make the snapshot incomplete.
  if (!listing.complete) {
    session.notes.problems('orders', [
      {
        code: 'count-mismatch',
        recordId: undefined,
        field: undefined,
        message: 'the orders read differ from their count',
      },
    ])
  }
}
