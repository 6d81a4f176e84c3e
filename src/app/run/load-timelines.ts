import type { Snapshot } from '../../domain/evidence.ts'
import { deriveTimeline, type TimelineEvidence } from '../../domain/derive-timeline.ts'
import type { SubscriptionObservation } from '../../domain/subscription.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type { Transaction } from '../../store/database.ts'
import { listObservations, listRecordIds } from '../../store/observations.ts'
import { readSubscription } from '../../store/record-schemas.ts'
import { listSnapshots } from '../../store/snapshots.ts'
import { listSubscriptionHistory, readHistoryRow } from '../../store/subscription-history.ts'
import { groupBy } from '../../support/group-by.ts'
import { chunksOf } from '../../support/parallel.ts'

/** Subscriptions whose evidence is in memory at once; of the others there are only the timelines. */
const subscriptionsPerPiece = 500

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
  const { recordedUntil, subscriptionIds: recordIds } = filter
  const snapshots = await listSnapshots(transaction, recordedUntil === undefined ? {} : { recordedUntil })
  const ids = await listRecordIds(transaction, { noun: 'subscription', recordIds, recordedUntil })
  const timelines: SubscriptionTimeline[] = []
  for (const [connectionId, subscriptions] of groupBy(ids, (id) => id.connectionId)) {
    const about = { connectionId, listsCancelled: listsCancelled(connectionId) }
    const own = snapshots.filter((snapshot) => snapshot.connectionId === connectionId)
    for (const piece of chunksOf(subscriptions, subscriptionsPerPiece)) {
      const subscriptionIds = piece.map(({ recordId }) => recordId)
      const evidence = await readEvidence(transaction, { connectionId, subscriptionIds, recordedUntil }, own)
      for (const read of evidence) timelines.push(deriveTimeline({ ...about, ...read(), snapshots: own }))
    }
  }
  return timelines
}

type Evidence = Pick<TimelineEvidence, 'subscriptionId' | 'observations' | 'history'>

/**
 * What is known of some subscriptions of one connection, each read from its stored form when it is its turn: nearly all
 * of it is needed for a moment only.
 */
async function readEvidence(
  transaction: Transaction,
  which: {
    readonly connectionId: string
    readonly subscriptionIds: readonly string[]
    readonly recordedUntil: Date | undefined
  },
  snapshots: readonly Snapshot[],
): Promise<(() => Evidence)[]> {
  const { connectionId, subscriptionIds, recordedUntil } = which
  const history = await listSubscriptionHistory(transaction, which)
  const historyOf = groupBy(history, ({ subscriptionId }) => subscriptionId)
  const listed = { noun: 'subscription', connectionId, recordIds: subscriptionIds, recordedUntil } as const
  const observations = await listObservations(transaction, listed)
  const snapshotById = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]))
  return [...groupBy(observations, ({ recordId }) => recordId)].map(([subscriptionId, rows]) => () => ({
    subscriptionId,
    observations: rows.flatMap((row) => toObservation(row, snapshotById) ?? []),
    history: (historyOf.get(subscriptionId) ?? []).map(readHistoryRow),
  }))
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
