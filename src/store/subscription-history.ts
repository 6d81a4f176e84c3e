import { sql } from 'kysely'
import type { SubscriptionHistoryRow } from '../domain/subscription.ts'
import type { Transaction } from './database.ts'
import { recordJson } from './record-json.ts'
import { readSubscription } from './record-schemas.ts'

/** Adds the history rows that are not there yet; a row is never changed. */
export async function saveSubscriptionHistory(
  transaction: Transaction,
  connectionId: string,
  rows: readonly { readonly subscriptionId: string; readonly row: SubscriptionHistoryRow }[],
  rawSha256: string,
  now: Date,
): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into subscription_history
      (organization_id, connection_id, subscription_id, row_key, effective, ordinal, recorded_at, state, raw_sha256)
    select current_organization_id(), ${connectionId}, subscription_id, row_key, effective, ordinal, ${now}, state, ${rawSha256}
    from unnest(
      ${rows.map(({ subscriptionId }) => subscriptionId)}::text[], ${rows.map(({ row }) => row.rowKey)}::text[],
      ${rows.map(({ row }) => row.effective)}::date[], ${rows.map(({ row }) => row.ordinal ?? null)}::integer[],
      ${rows.map(({ row }) => recordJson(row.state))}::text[]
    ) as row (subscription_id, row_key, effective, ordinal, state)
    on conflict do nothing`.execute(transaction)
}

/** A row as it is stored; {@link readHistoryRow} reads its state. */
export interface StoredHistoryRow {
  readonly connectionId: string
  readonly subscriptionId: string
  readonly rowKey: string
  readonly effective: string
  readonly ordinal: number | null
  readonly recordedAt: Date
  readonly state: string
}

export async function listSubscriptionHistory(
  transaction: Transaction,
  filter: {
    readonly connectionId?: string | undefined
    readonly recordedUntil?: Date | undefined
    readonly subscriptionIds?: readonly string[] | undefined
  },
): Promise<readonly StoredHistoryRow[]> {
  const recorded = filter.recordedUntil === undefined ? sql`true` : sql`recorded_at <= ${filter.recordedUntil}`
  const connection = filter.connectionId === undefined ? sql`true` : sql`connection_id = ${filter.connectionId}`
  const which =
    filter.subscriptionIds === undefined ? sql`true` : sql`subscription_id = any(${filter.subscriptionIds}::text[])`
  const { rows } = await sql<StoredHistoryRow>`
    select connection_id as "connectionId", subscription_id as "subscriptionId", row_key as "rowKey", effective, ordinal,
      recorded_at as "recordedAt", state
    from subscription_history where ${connection} and ${recorded} and ${which}
    order by connection_id, subscription_id, effective, ordinal, row_key`.execute(transaction)
  return rows
}

/** Reads a row when it is needed: a state as text is small, as a record it is many objects. */
export function readHistoryRow(row: StoredHistoryRow): SubscriptionHistoryRow {
  const { rowKey, effective, ordinal, recordedAt, state } = row
  return {
    rowKey,
    effective,
    ...(ordinal === null ? {} : { ordinal }),
    recordedAt: recordedAt.toISOString(),
    state: readSubscription(state),
  }
}
