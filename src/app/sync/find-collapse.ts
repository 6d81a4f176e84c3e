import { isEnded } from '../../domain/timeline-statement.ts'
import { absentHash, newestRecords, type Noun } from '../../store/observations.ts'
import { readSubscription } from '../../store/record-schemas.ts'
import { inTransaction, type SyncSession } from './sync-session.ts'

/**
 * When more than one in this many of what was held is gone in one sweep, the listing is doubted: a distributor that
 * answers with an empty or a cut list and counts it right would else end everything at every client.
 */
const doubtedWhenMoreThanOneIn = 2

export interface Collapse {
  readonly gone: number
  readonly held: number
}

/**
 * What a listing that adds up by its own counts takes away, where that is too much to be believed without a person.
 * Subscriptions that had ended before do not count: their going changes nothing.
 */
export async function findCollapse(
  session: SyncSession,
  noun: Noun,
  before: ReadonlyMap<string, string>,
  missing: readonly string[],
): Promise<Collapse | undefined> {
  if (missing.length === 0) return undefined
  const held = noun === 'subscription' ? await listHeld(session) : listKnown(before)
  const gone = missing.filter((id) => held.has(id)).length
  return gone * doubtedWhenMoreThanOneIn > held.size ? { gone, held: held.size } : undefined
}

function listKnown(before: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set([...before].flatMap(([id, hash]) => (hash === absentHash ? [] : [id])))
}

/** What ran by what was known before this sync. */
async function listHeld(session: SyncSession): Promise<ReadonlySet<string>> {
  const { connectionId, day } = session
  const records = await inTransaction(session, (tx) => newestRecords(tx, { noun: 'subscription', connectionId }))
  const held = records.flatMap(({ recordId, state }) => {
    if (state === undefined) return []
    const subscription = readSubscription(state)
    const hasEnded = isEnded(subscription) || (subscription.endDate !== undefined && subscription.endDate <= day)
    return hasEnded ? [] : [recordId]
  })
  return new Set(held)
}
