import { appendActivity, type Activity, type ActivityPlace } from '../store/activity.ts'
import type { Transaction } from '../store/database.ts'
import type { AppContext } from './context.ts'

/** Records what the caller does, in the transaction that does it and at its end: the log is held until it commits. */
export async function recordActivity(
  tx: Transaction,
  { database, actor }: AppContext,
  activity: Pick<Activity, 'action' | 'subject' | 'details'>,
): Promise<ActivityPlace> {
  return appendActivity(tx, { ...activity, at: database.clock.now(), actor })
}
