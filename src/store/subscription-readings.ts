import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/** The listing's row at which a subscription's detail and history were last read. */
export interface SubscriptionReading {
  readonly listedSha256: string
  readonly detailReadAt: Date | null
  readonly historyReadAt: Date | null
}

export async function readSubscriptionReadings(
  transaction: Transaction,
  connectionId: string,
): Promise<Map<string, SubscriptionReading>> {
  const { rows } = await sql<SubscriptionReading & { subscriptionId: string }>`
    select subscription_id as "subscriptionId", listed_sha256 as "listedSha256", detail_read_at as "detailReadAt",
      history_read_at as "historyReadAt"
    from subscription_reading where connection_id = ${connectionId}`.execute(transaction)
  return new Map(rows.map((row) => [row.subscriptionId, row]))
}

/** Notes that these subscriptions' detail or history was read at these listed rows. */
export async function noteSubscriptionsRead(
  transaction: Transaction,
  what: 'detail' | 'history',
  connectionId: string,
  rows: readonly { readonly subscriptionId: string; readonly listedSha256: string }[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return
  const column = what === 'detail' ? sql.ref('detail_read_at') : sql.ref('history_read_at')
  await sql`insert into subscription_reading as noted
      (organization_id, connection_id, subscription_id, listed_sha256, ${column})
    select current_organization_id(), ${connectionId}, id, hash, ${now}::timestamptz
    from unnest(${rows.map((row) => row.subscriptionId)}::text[], ${rows.map((row) => row.listedSha256)}::text[])
      as row (id, hash)
    on conflict (organization_id, connection_id, subscription_id) do update set
      ${column} = excluded.${column},
      -- A row that changed since makes the other reading out of date too.
      ${what === 'detail' ? sql.ref('history_read_at') : sql.ref('detail_read_at')} =
        case when noted.listed_sha256 = excluded.listed_sha256
          then noted.${what === 'detail' ? sql.ref('history_read_at') : sql.ref('detail_read_at')} end,
      listed_sha256 = excluded.listed_sha256`.execute(transaction)
}
