import { sql } from 'kysely'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Transaction } from './database.ts'

export type Noun =
  | 'company'
  | 'contact'
  | 'product'
  | 'price'
  | 'subscription'
  | 'order'
  | 'usage-summary'
  | 'usage-line'
  | 'distributor-invoice'

/** One record as one snapshot saw it. `state` is the record's stored form; undefined: a complete listing lacked it. */
export interface NewObservation {
  readonly recordId: string
  readonly sha256: string
  readonly state: string | undefined
  readonly rawSha256: string | undefined
}

export interface StoredObservation {
  readonly recordId: string
  readonly snapshotId: string
  readonly day: PlainDate
  readonly recordedAt: string
  readonly sha256: string
  readonly state: string | undefined
}

/** The hash that stands for "gone": an absence is an observation like any other. */
export const absentHash = 'absent'

export async function saveObservations(
  transaction: Transaction,
  where: {
    readonly connectionId: string
    readonly noun: Noun
    readonly snapshotId: bigint
    readonly day: PlainDate
    readonly now: Date
  },
  observations: readonly NewObservation[],
): Promise<void> {
  if (observations.length === 0) return
  await sql`insert into observation
      (organization_id, connection_id, noun, record_id, snapshot_id, day, recorded_at, sha256, state, raw_sha256)
    select current_organization_id(), ${where.connectionId}, ${where.noun}, record_id, ${where.snapshotId},
      ${where.day}, ${where.now}, sha256, state, raw_sha256
    from unnest(
      ${observations.map((row) => row.recordId)}::text[], ${observations.map((row) => row.sha256)}::text[],
      ${observations.map((row) => row.state ?? null)}::text[], ${observations.map((row) => row.rawSha256 ?? null)}::text[]
    ) with ordinality as row (record_id, sha256, state, raw_sha256, position)
    order by position`.execute(transaction)
}

/** The newest observation's hash of every record of a kind, to tell what changed. */
export async function newestHashes(
  transaction: Transaction,
  connectionId: string,
  noun: Noun,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ recordId: string; sha256: string }>`
    select distinct on (record_id) record_id as "recordId", sha256 from observation
    where connection_id = ${connectionId} and noun = ${noun} order by record_id, id desc`.execute(transaction)
  return new Map(rows.map((row) => [row.recordId, row.sha256]))
}

/**
 * The records of a kind that were there when the last complete snapshot ended. One that a broken sync saw first is not
 * among them: what was to be read with it may not have been.
 */
export async function recordsOfCompleteSnapshots(
  transaction: Transaction,
  connectionId: string,
  noun: Noun,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ recordId: string }>`
    select distinct record_id as "recordId" from observation
    where connection_id = ${connectionId} and noun = ${noun} and snapshot_id <=
      (select max(id) from snapshot where connection_id = ${connectionId} and state = 'complete')`.execute(transaction)
  return new Set(rows.map((row) => row.recordId))
}

/** What the records of a kind have ever said in one field: the companies of contacts, the products of prices. */
export async function observedValues(
  transaction: Transaction,
  which: { readonly connectionId: string; readonly noun: Noun; readonly field: string },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ value: string }>`
    select distinct state::jsonb ->> ${which.field} as value from observation
    where connection_id = ${which.connectionId} and noun = ${which.noun} and state is not null`.execute(transaction)
  return new Set(rows.map((row) => row.value))
}

interface Filter {
  readonly connectionId?: string | undefined
  readonly noun: Noun
  readonly recordIds?: readonly string[] | undefined
  readonly recordedUntil?: Date | undefined
}

interface ObservationRow {
  readonly connectionId: string
  readonly recordId: string
  readonly snapshotId: bigint
  readonly day: string
  readonly recordedAt: Date
  readonly sha256: string
  readonly state: string | null
}

/** The observation of the latest day of each record that is not gone, as recorded until a moment. */
export async function newestRecords(
  transaction: Transaction,
  filter: Filter,
): Promise<readonly (StoredObservation & { readonly connectionId: string })[]> {
  const { rows } = await sql<ObservationRow>`
    select distinct on (connection_id, record_id) connection_id as "connectionId", record_id as "recordId",
      snapshot_id as "snapshotId", day, recorded_at as "recordedAt", sha256, state
    from observation where ${condition(filter)} order by connection_id, record_id, day desc, id desc`.execute(
    transaction,
  )
  return rows.filter((row) => row.state !== null).map(toObservation)
}

/** Which records of a kind were ever observed, in the order in which {@link listObservations} gives them. */
export async function listRecordIds(
  transaction: Transaction,
  filter: Filter,
): Promise<readonly { readonly connectionId: string; readonly recordId: string }[]> {
  const { rows } = await sql<{ connectionId: string; recordId: string }>`
    select distinct connection_id as "connectionId", record_id as "recordId" from observation
    where ${condition(filter)} order by 1, 2`.execute(transaction)
  return rows
}

/** Every observation of the records asked for, oldest first: the material of timelines. */
export async function listObservations(
  transaction: Transaction,
  filter: Filter,
): Promise<readonly (StoredObservation & { readonly connectionId: string })[]> {
  const { rows } = await sql<ObservationRow>`
    select connection_id as "connectionId", record_id as "recordId", snapshot_id as "snapshotId", day,
      recorded_at as "recordedAt", sha256, state
    from observation where ${condition(filter)} order by connection_id, record_id, id`.execute(transaction)
  return rows.map(toObservation)
}

function condition(filter: Filter): ReturnType<typeof sql> {
  const connection = filter.connectionId === undefined ? sql`true` : sql`connection_id = ${filter.connectionId}`
  const records = filter.recordIds === undefined ? sql`true` : sql`record_id = any(${filter.recordIds}::text[])`
  const recorded = filter.recordedUntil === undefined ? sql`true` : sql`recorded_at <= ${filter.recordedUntil}`
  return sql`noun = ${filter.noun} and ${connection} and ${records} and ${recorded}`
}

function toObservation(row: ObservationRow): StoredObservation & { readonly connectionId: string } {
  return {
    connectionId: row.connectionId,
    recordId: row.recordId,
    snapshotId: row.snapshotId.toString(),
    day: row.day,
    recordedAt: row.recordedAt.toISOString(),
    sha256: row.sha256,
    state: row.state ?? undefined,
  }
}
