import { sql } from 'kysely'
import type { Snapshot } from '../domain/evidence.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Transaction } from './database.ts'

/** `charges`: it says nothing of what is held, so that no subscription can be missing from it. */
export type SnapshotLists = 'holdings' | 'charges'

/** Rows read and, where the distributor says it, rows there are. */
export type StreamCounts = Readonly<Record<string, { readonly rows: number; readonly total: number | null }>>

export interface SnapshotProblem {
  readonly stream: string
  readonly code: string
  readonly recordId: string | null
  readonly message: string
}

export interface StoredSnapshot extends Snapshot {
  readonly startedAt: string
  readonly lists: SnapshotLists
  readonly problems: readonly SnapshotProblem[]
}

/** Starts a snapshot; one that a dead process left running is ended as incomplete first. */
export async function beginSnapshot(
  transaction: Transaction,
  snapshot: {
    readonly connectionId: string
    readonly day: PlainDate
    readonly now: Date
    readonly lists?: SnapshotLists
  },
): Promise<bigint> {
  const { connectionId, day, now, lists = 'holdings' } = snapshot
  const interrupted = [
    { stream: '', code: 'interrupted', recordId: null, message: 'the sync was stopped before its end' },
  ]
  await sql`update snapshot set state = 'incomplete', recorded_at = ${now},
      problems = problems || ${JSON.stringify(interrupted)}::jsonb
    where connection_id = ${connectionId} and state = 'running'`.execute(transaction)
  const { rows } = await sql<{ id: bigint }>`
    insert into snapshot (organization_id, connection_id, day, started_at, state, counts, problems, lists)
    values (current_organization_id(), ${connectionId}, ${day}, ${now}, 'running', '{}', '[]', ${lists}) returning id`.execute(
    transaction,
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Error('The snapshot was not stored.')
  return id
}

export async function endSnapshot(
  transaction: Transaction,
  end: {
    readonly snapshotId: bigint
    readonly complete: boolean
    readonly counts: StreamCounts
    readonly problems: readonly SnapshotProblem[]
    readonly now: Date
  },
): Promise<void> {
  await sql`update snapshot set state = ${end.complete ? 'complete' : 'incomplete'}, recorded_at = ${end.now},
      counts = ${JSON.stringify(end.counts)}::jsonb, problems = ${JSON.stringify(end.problems)}::jsonb
    where id = ${end.snapshotId} and state = 'running'`.execute(transaction)
}

interface SnapshotRow {
  readonly id: bigint
  readonly connectionId: string
  readonly day: string
  readonly startedAt: Date
  readonly recordedAt: Date
  readonly state: string
  readonly problems: string
  readonly lists: SnapshotLists
}

/** All ended snapshots of a connection (or of all), oldest first, as recorded until a moment. */
export async function listSnapshots(
  transaction: Transaction,
  filter: { readonly connectionId?: string; readonly recordedUntil?: Date } = {},
): Promise<readonly StoredSnapshot[]> {
  const { rows } = await sql<SnapshotRow>`
    select id, connection_id as "connectionId", day, started_at as "startedAt", recorded_at as "recordedAt", state,
      problems::text as problems, lists
    from snapshot
    where state <> 'running'
      and (${filter.connectionId ?? null}::text is null or connection_id = ${filter.connectionId ?? null})
      and (${filter.recordedUntil ?? null}::timestamptz is null or recorded_at <= ${filter.recordedUntil ?? null})
    order by id`.execute(transaction)
  return rows.map(toSnapshot)
}

function toSnapshot(row: SnapshotRow): StoredSnapshot {
  const problems: SnapshotProblem[] = JSON.parse(row.problems) as SnapshotProblem[]
  return {
    id: row.id.toString(),
    connectionId: row.connectionId,
    day: row.day,
    startedAt: row.startedAt.toISOString(),
    lists: row.lists,
    recordedAt: row.recordedAt.toISOString(),
    complete: row.state === 'complete',
    problems,
  }
}

/**
 * Of a connection's snapshots those that tell how far its evidence reaches, by their days: the copies of what is held,
 * and files of charges only where nothing else was ever read.
 */
export function copiesByDay(own: readonly StoredSnapshot[]): readonly StoredSnapshot[] {
  const holdings = own.filter(({ lists }) => lists === 'holdings')
  const copies = holdings.length > 0 ? holdings : own
  return [...copies].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}
