import { sql } from 'kysely'
import type { ActivityAction, ActivityEntry } from '../domain/activity.ts'
import { canonicalJson } from '../support/canonical-json.ts'
import { sha256 } from '../support/hash.ts'
import type { Transaction } from './database.ts'

const columns = sql`sequence::integer as sequence, at, actor, action, subject, details,
  previous_sha256 as "previousSha256", sha256`

/** What is to be recorded; its place in the chain is found when it is added. */
export interface Activity extends Pick<ActivityEntry, 'at' | 'actor' | 'subject'> {
  readonly action: ActivityAction
  /** What canonical JSON can hold; never a secret. */
  readonly details: Readonly<Record<string, unknown>>
}

/** Where a chain ends, or ended at some time. */
export type ActivityPlace = Pick<ActivityEntry, 'sequence' | 'sha256'>

/**
 * Adds an entry to the end of the chain, in the transaction of what it records: both are kept, or neither. Entries of one
 * organization are added one after the other, from here to the end of the transaction, so this comes last in it.
 */
export async function appendActivity(transaction: Transaction, activity: Activity): Promise<ActivityPlace> {
  await sql`select pg_advisory_xact_lock(hashtextextended('activity/' || current_organization_id()::text, 0))`.execute(
    transaction,
  )
  const last = await activityHead(transaction)
  const unhashed = {
    ...activity,
    details: canonicalJson(activity.details),
    sequence: (last?.sequence ?? 0) + 1,
    previousSha256: last?.sha256 ?? '',
  }
  const { sequence, at, actor, action, subject, details, previousSha256 } = unhashed
  const place = { sequence, sha256: hashOfActivity(unhashed) }
  await sql`insert into activity (organization_id, sequence, at, actor, action, subject, details, previous_sha256, sha256)
    values (current_organization_id(), ${sequence}, ${at}, ${actor}, ${action}, ${subject}, ${details},
      ${previousSha256}, ${place.sha256})`.execute(transaction)
  await sql`insert into activity_head (organization_id, sequence, sha256)
    values (current_organization_id(), ${sequence}, ${place.sha256})
    on conflict (organization_id) do update set sequence = excluded.sequence, sha256 = excluded.sha256`.execute(
    transaction,
  )
  return place
}

/** The end of the chain as it was noted beside it; undefined while nothing was recorded. */
export async function activityHead(transaction: Transaction): Promise<ActivityPlace | undefined> {
  const { rows } = await sql<ActivityPlace>`
    select sequence::integer as sequence, sha256 from activity_head`.execute(transaction)
  return rows[0]
}

/** Which entries are asked for: each part narrows them. */
export interface ActivityFilter {
  /** Only those before this sequence. */
  readonly before?: number | undefined
  readonly actor?: string | undefined
  readonly action?: string | undefined
  /** A part of the subject, in whatever case. */
  readonly subject?: string | undefined
}

/** The newest first. */
export async function listActivity(
  transaction: Transaction,
  { before, actor, action, subject, limit }: ActivityFilter & { readonly limit: number },
): Promise<readonly ActivityEntry[]> {
  const parts = [
    before === undefined ? undefined : sql`sequence < ${before}`,
    actor === undefined ? undefined : sql`actor = ${actor}`,
    action === undefined ? undefined : sql`action = ${action}`,
    subject === undefined ? undefined : sql`strpos(lower(subject), lower(${subject})) > 0`,
  ].filter((part) => part !== undefined)
  const which = parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
  const { rows } = await sql<ActivityEntry>`
    select ${columns} from activity where ${which} order by activity.sequence desc limit ${limit}`.execute(transaction)
  return rows
}

/** Who is named in the log, and what was done: for a filter to choose from. */
export async function listActivityNames(
  transaction: Transaction,
): Promise<{ readonly actors: readonly string[]; readonly actions: readonly string[] }> {
  const { rows } = await sql<{ actors: string[] | null; actions: string[] | null }>`
    select array_agg(distinct actor order by actor) as actors, array_agg(distinct action order by action) as actions
    from activity`.execute(transaction)
  return { actors: rows[0]?.actors ?? [], actions: rows[0]?.actions ?? [] }
}

/** The hash that an entry must have: it covers everything in it, and the entry before it. */
export function hashOfActivity(entry: Omit<ActivityEntry, 'sha256'>): string {
  const { sequence, at, actor, action, subject, details, previousSha256 } = entry
  return sha256(canonicalJson([sequence, at.toISOString(), actor, action, subject, details, previousSha256]))
}
