import { sql } from 'kysely'
import type { ActivityEntry } from '../domain/activity.ts'
import { canonicalJson } from '../support/canonical-json.ts'
import { sha256 } from '../support/hash.ts'
import type { Transaction } from './database.ts'

const columns = sql`sequence::integer as sequence, at, actor, action, subject, details,
  previous_sha256 as "previousSha256", sha256`

/**
 * Adds an entry to the end of the chain, in the transaction of what it records: both are kept, or neither. Entries of one
 * organization are added one after the other.
 */
export async function appendActivity(
  transaction: Transaction,
  entry: Pick<ActivityEntry, 'at' | 'actor' | 'action' | 'subject'> & {
    readonly details: Readonly<Record<string, unknown>>
  },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('activity/' || current_organization_id()::text, 0))`.execute(
    transaction,
  )
  const [last] = await listActivity(transaction, { limit: 1 })
  const unhashed = {
    ...entry,
    details: canonicalJson(entry.details),
    sequence: (last?.sequence ?? 0) + 1,
    previousSha256: last?.sha256 ?? '',
  }
  const { sequence, at, actor, action, subject, details, previousSha256 } = unhashed
  await sql`insert into activity (organization_id, sequence, at, actor, action, subject, details, previous_sha256, sha256)
    values (current_organization_id(), ${sequence}, ${at}, ${actor}, ${action}, ${subject}, ${details},
      ${previousSha256}, ${hashOfActivity(unhashed)})`.execute(transaction)
}

/** The newest first, those before a sequence where one is given. */
export async function listActivity(
  transaction: Transaction,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly ActivityEntry[]> {
  const which = before === undefined ? sql`true` : sql`sequence < ${before}`
  const { rows } = await sql<ActivityEntry>`
    select ${columns} from activity where ${which} order by activity.sequence desc limit ${limit}`.execute(transaction)
  return rows
}

/** The hash that an entry must have: it covers everything in it, and the entry before it. */
export function hashOfActivity(entry: Omit<ActivityEntry, 'sha256'>): string {
  const { sequence, at, actor, action, subject, details, previousSha256 } = entry
  return sha256(canonicalJson([sequence, at.toISOString(), actor, action, subject, details, previousSha256]))
}
