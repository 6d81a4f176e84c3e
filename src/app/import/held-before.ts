import type { PlainDate } from '../../domain/plain-date.ts'
import type { SubscriptionState } from '../../domain/subscription.ts'
import { isEnded } from '../../domain/timeline-statement.ts'
import type { Transaction } from '../../store/database.ts'
import { listObservations } from '../../store/observations.ts'
import { readSubscription } from '../../store/record-schemas.ts'
import { listSnapshots } from '../../store/snapshots.ts'

/** What is known of a connection's subscriptions around a day. */
export interface HeldAround {
  /** As they were seen last up to the day; one that was gone by then is left out. */
  readonly upTo: ReadonlyMap<string, SubscriptionState>
  /** The next complete copy after the day, with the ids that it says anything of; undefined: there is none yet. */
  readonly next: { readonly snapshotId: bigint; readonly day: PlainDate; readonly ids: ReadonlySet<string> } | undefined
}

/** Files come in any order, so that what was held on a day is told by the days, not by when they were imported. */
export async function readHeldAround(tx: Transaction, connectionId: string, day: PlainDate): Promise<HeldAround> {
  const observations = await listObservations(tx, { connectionId, noun: 'subscription' })
  const newest = new Map<string, (typeof observations)[number]>()
  for (const observation of observations) {
    const known = newest.get(observation.recordId)
    if (observation.day > day || (known !== undefined && known.day > observation.day)) continue
    newest.set(observation.recordId, observation)
  }
  const upTo = new Map<string, SubscriptionState>()
  for (const [id, { state }] of newest) if (state !== undefined) upTo.set(id, readSubscription(state))
  const copies = (await listSnapshots(tx, { connectionId })).filter(
    ({ complete, lists }) => complete && lists === 'holdings',
  )
  const later = copies.filter((copy) => copy.day > day)
  const nextDay = later.map((copy) => copy.day).sort()[0]
  const next = later.findLast((copy) => copy.day === nextDay)
  if (next === undefined) return { upTo, next: undefined }
  const ids = observations.filter(({ snapshotId }) => snapshotId === next.id).map(({ recordId }) => recordId)
  return { upTo, next: { snapshotId: BigInt(next.id), day: next.day, ids: new Set(ids) } }
}

/** True for what runs on a day by its own status and dates. */
export function runsOn(state: SubscriptionState, day: PlainDate): boolean {
  return !isEnded(state) && (state.endDate === undefined || state.endDate > day)
}
