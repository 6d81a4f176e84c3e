import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type { Transaction } from '../../store/database.ts'
import { evidenceFingerprint } from '../../store/evidence-fingerprint.ts'
import { Remembered } from '../../support/remembered.ts'
import { loadTimelines } from '../run/load-timelines.ts'

/** Weighed by the subscriptions. */
const remembered = new Remembered<readonly SubscriptionTimeline[]>(20_000)

/**
 * The step function of every subscription, by all that is known now: the same until something else has been synced or
 * imported.
 * @param listsCancelled as for {@link loadTimelines}.
 */
export async function timelinesNow(
  tx: Transaction,
  organizationId: string,
  listsCancelled: (connectionId: string) => boolean,
): Promise<readonly SubscriptionTimeline[]> {
  const key = `${organizationId} ${await evidenceFingerprint(tx)}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const timelines = await loadTimelines(tx, listsCancelled)
  remembered.keep(key, timelines, timelines.length)
  return timelines
}
