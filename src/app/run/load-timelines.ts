import type { Snapshot } from '../../domain/evidence.ts'
import { deriveTimeline } from '../../domain/derive-timeline.ts'
import type { SubscriptionHistoryRow, SubscriptionObservation } from '../../domain/subscription.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type { Transaction } from '../../store/database.ts'
import { listObservations } from '../../store/observations.ts'
import { readSubscription } from '../../store/record-schemas.ts'
import { listSnapshots } from '../../store/snapshots.ts'
import { listSubscriptionHistory } from '../../store/subscription-history.ts'

/**
 * The step function of every subscription (or of those named), from all evidence recorded until a moment.
 * @param listsCancelled For a connection: whether its listing holds cancelled subscriptions too, so that a missing one
 *   has ended after one complete listing.
 */
export async function loadTimelines(
  transaction: Transaction,
  listsCancelled: (connectionId: string) => boolean,
  filter: { readonly recordedUntil?: Date; readonly subscriptionIds?: readonly string[] } = {},
): Promise<readonly SubscriptionTimeline[]> {
  const { recordedUntil, subscriptionIds } = filter
  const snapshots = await listSnapshots(transaction, recordedUntil === undefined ? {} : { recordedUntil })
  const byConnection = groupBy(snapshots, (snapshot) => snapshot.connectionId)
  const history = await listSubscriptionHistory(transaction, { recordedUntil, subscriptionIds })
  const historyBySubscription = groupBy(history, (row) => subscriptionKey(row.connectionId, row.subscriptionId))
  const observations = await listObservations(transaction, {
    noun: 'subscription',
    recordIds: subscriptionIds,
    recordedUntil,
  })
  const bySubscription = groupBy(observations, (row) => subscriptionKey(row.connectionId, row.recordId))
  const snapshotById = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]))
  const timelines: SubscriptionTimeline[] = []
  for (const [key, rows] of bySubscription) {
    const first = rows[0]
    if (first === undefined) continue
    timelines.push(
      deriveTimeline({
        connectionId: first.connectionId,
        subscriptionId: first.recordId,
        observations: rows.flatMap((row) => toObservation(row, snapshotById) ?? []),
        snapshots: byConnection.get(first.connectionId) ?? [],
        history: (historyBySubscription.get(key) ?? []).map(({ row }): SubscriptionHistoryRow => row),
        listsCancelled: listsCancelled(first.connectionId),
      }),
    )
  }
  return timelines
}

/** An observation of a snapshot that still runs is left out: it is not evidence before the snapshot has ended. */
function toObservation(
  row: { readonly snapshotId: string; readonly state: string | undefined },
  snapshots: ReadonlyMap<string, Snapshot>,
): SubscriptionObservation | undefined {
  const snapshot = snapshots.get(row.snapshotId)
  if (snapshot === undefined) return undefined
  return { snapshot, state: row.state === undefined ? 'absent' : readSubscription(row.state) }
}

function subscriptionKey(connectionId: string, subscriptionId: string): string {
  return `${connectionId}\n${subscriptionId}`
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group === undefined) groups.set(keyOf(row), [row])
    else group.push(row)
  }
  return groups
}
