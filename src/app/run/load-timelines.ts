import type { Snapshot } from '../../domain/evidence.ts'
import { deriveTimeline, type TimelineEvidence } from '../../domain/derive-timeline.ts'
import type { SubscriptionObservation } from '../../domain/subscription.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type { Transaction } from '../../store/database.ts'
import { listRecordIds } from '../../store/observations.ts'
import { listSnapshots, type StoredSnapshot } from '../../store/snapshots.ts'
import { listSubscriptionEvidence, type StoredSubscriptionEvidence } from '../../store/subscription-evidence.ts'
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
  filter: {
    readonly recordedUntil?: Date
    readonly subscriptionIds?: readonly string[]
    /** Is shown the evidence of each subscription in its turn, so that nothing is read twice. */
    readonly visit?: (evidence: TimelineEvidence) => void
  } = {},
): Promise<readonly SubscriptionTimeline[]> {
  const { recordedUntil, subscriptionIds: recordIds, visit } = filter
  const snapshots = await listSnapshots(transaction, recordedUntil === undefined ? {} : { recordedUntil })
  const ids = await listRecordIds(transaction, { noun: 'subscription', recordIds, recordedUntil })
  const timelines: SubscriptionTimeline[] = []
  for (const [connectionId, subscriptions] of groupBy(ids, (id) => id.connectionId)) {
    const source = sourceEvidence(connectionId, snapshots, listsCancelled(connectionId), recordedUntil)
    for (const piece of chunksOf(subscriptions, subscriptionsPerPiece)) {
      const subscriptionIds = piece.map(({ recordId }) => recordId)
      timelines.push(...(await timelinesOf(transaction, source, subscriptionIds, visit)))
    }
  }
  return timelines
}

/** What the timelines of one connection have in common. */
export interface SourceEvidence {
  readonly connectionId: string
  readonly snapshots: readonly Snapshot[]
  readonly snapshotById: ReadonlyMap<string, Snapshot>
  readonly listsCancelled: boolean
  readonly recordedUntil: Date | undefined
}

export function sourceEvidence(
  connectionId: string,
  all: readonly StoredSnapshot[],
  listsCancelled: boolean,
  recordedUntil: Date | undefined,
): SourceEvidence {
  const snapshots = all.filter((one) => one.connectionId === connectionId && one.lists === 'holdings')
  const snapshotById = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]))
  return { connectionId, snapshots, snapshotById, listsCancelled, recordedUntil }
}

/** The timelines of some subscriptions of one connection, by subscription id. */
export async function timelinesOf(
  transaction: Transaction,
  source: SourceEvidence,
  subscriptionIds: readonly string[],
  visit?: (evidence: TimelineEvidence) => void,
): Promise<readonly SubscriptionTimeline[]> {
  const { connectionId, snapshots, listsCancelled, recordedUntil } = source
  const evidence = await listSubscriptionEvidence(transaction, { connectionId, subscriptionIds, recordedUntil })
  return evidence.map((read) => {
    const { subscriptionId, observations, history } = read()
    const seen = observations.flatMap((row) => toObservation(row, source) ?? [])
    const all = { connectionId, subscriptionId, observations: seen, history, snapshots, listsCancelled }
    visit?.(all)
    return deriveTimeline(all)
  })
}

/** An observation of a snapshot that still runs is left out: it is not evidence before the snapshot has ended. */
function toObservation(
  { snapshotId, state }: StoredSubscriptionEvidence['observations'][number],
  { snapshotById }: SourceEvidence,
): SubscriptionObservation | undefined {
  const snapshot = snapshotById.get(snapshotId)
  return snapshot === undefined ? undefined : { snapshot, state }
}
