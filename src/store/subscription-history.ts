import { sql } from 'kysely'
import type { SubscriptionHistoryRow } from '../domain/subscription.ts'
import type { Transaction } from './database.ts'
import { recordJson } from './record-json.ts'

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
