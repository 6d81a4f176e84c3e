import { sql } from 'kysely'
import type { SubscriptionHistoryRow, SubscriptionState } from '../domain/subscription.ts'
import type { Transaction } from './database.ts'
import { readSubscriptionState } from './read-subscription-state.ts'

/** What is stored about one subscription: what snapshots saw of it, oldest first, and the distributor's own history. */
export interface StoredSubscriptionEvidence {
  readonly subscriptionId: string
  readonly observations: readonly { readonly snapshotId: string; readonly state: SubscriptionState | 'absent' }[]
  readonly history: readonly SubscriptionHistoryRow[]
}

/**
 * The evidence of some subscriptions of one connection, by subscription id; those that no snapshot saw are left out.
 * Evidence is many small rows: the server joins a subscription's into one text, which takes a tenth of the time that
 * reading them one by one does. Each is read from it when it is its turn, since all of them as objects are large.
 */
export async function listSubscriptionEvidence(
  transaction: Transaction,
  which: {
    readonly connectionId: string
    readonly subscriptionIds: readonly string[]
    readonly recordedUntil: Date | undefined
  },
): Promise<readonly (() => StoredSubscriptionEvidence)[]> {
  const { connectionId, subscriptionIds, recordedUntil } = which
  const recorded = recordedUntil === undefined ? sql`true` : sql`recorded_at <= ${recordedUntil}`
  const observed = await sql<JoinedRows>`
    select record_id as "subscriptionId",
      string_agg('["' || snapshot_id || '",' || coalesce(state, 'null') || ']', ',' order by id) as rows
    from observation
    where noun = 'subscription' and connection_id = ${connectionId} and record_id = any(${subscriptionIds}::text[])
      and ${recorded}
    group by record_id order by record_id`.execute(transaction)
  const history = await sql<JoinedRows>`
    select subscription_id as "subscriptionId",
      string_agg('[' || to_json(row_key) || ',' || to_json(effective) || ',' || coalesce(ordinal::text, 'null') || ','
        || to_json(recorded_at) || ',' || state || ']', ',' order by effective, ordinal, row_key) as rows
    from subscription_history
    where connection_id = ${connectionId} and subscription_id = any(${subscriptionIds}::text[]) and ${recorded}
    group by subscription_id`.execute(transaction)
  const historyOf = new Map(history.rows.map((row) => [row.subscriptionId, row.rows]))
  return observed.rows.map(({ subscriptionId, rows }) => () => ({
    subscriptionId,
    observations: listIn(rows).map(toObservation),
    history: listIn(historyOf.get(subscriptionId)).map(toHistoryRow),
  }))
}

interface JoinedRows {
  readonly subscriptionId: string
  readonly rows: string
}

function listIn(joined: string | undefined): readonly unknown[] {
  const list: unknown = joined === undefined ? [] : JSON.parse(`[${joined}]`)
  return Array.isArray(list) ? list : []
}

function toObservation(row: unknown): StoredSubscriptionEvidence['observations'][number] {
  const [snapshotId, state] = fieldsOf(row)
  return { snapshotId: textIn(snapshotId), state: state === null ? 'absent' : readSubscriptionState(state) }
}

function toHistoryRow(row: unknown): SubscriptionHistoryRow {
  const [rowKey, effective, ordinal, recordedAt, state] = fieldsOf(row)
  return {
    rowKey: textIn(rowKey),
    effective: textIn(effective),
    ...(typeof ordinal === 'number' ? { ordinal } : {}),
    recordedAt: instantIn(textIn(recordedAt)),
    state: readSubscriptionState(state),
  }
}

function fieldsOf(row: unknown): readonly unknown[] {
  if (!Array.isArray(row)) throw new TypeError('A row of stored evidence is no list.')
  return row
}

function textIn(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('A column of stored evidence is no text.')
  return value
}

/** As {@link Date.toISOString} writes it. A night's rows have one moment, so the last one read is remembered. */
function instantIn(text: string): string {
  if (text !== lastInstant.read) lastInstant = { read: text, written: new Date(text).toISOString() }
  return lastInstant.written
}

let lastInstant = { read: '', written: '' }

/** Which subscriptions a company of one connection was ever seen with. */
export interface CompanySubscriptions {
  readonly connectionId: string
  readonly companyId: string
  readonly subscriptionIds: readonly string[]
}

/**
 * Every company that evidence names, with the subscriptions that it held at any time: one that moved is with both.
 * The id is cut out of the stored text rather than parsed: a canonical text has each key once, and a quote within a
 * text is always escaped. An id that is itself escaped is read properly.
 */
export async function listCompanySubscriptions(
  transaction: Transaction,
  recordedUntil: Date,
): Promise<readonly CompanySubscriptions[]> {
  const cut = sql`split_part(split_part(state, '"companyId":"', 2), '"', 1)`
  const company = sql`case when strpos(${cut}, '\\') > 0 then state::json ->> 'companyId' else ${cut} end`
  const { rows } = await sql<{ connectionId: string; companyId: string; ids: string }>`
    select "connectionId", "companyId", '[' || string_agg(distinct to_json(id)::text, ',') || ']' as ids
    from (
      select connection_id as "connectionId", record_id as id, ${company} as "companyId" from observation
      where noun = 'subscription' and recorded_at <= ${recordedUntil} and state is not null
      union all
      select connection_id, subscription_id, ${company} from subscription_history where recorded_at <= ${recordedUntil}
    ) as evidence group by 1, 2`.execute(transaction)
  return rows.map(({ ids, ...row }) => ({ ...row, subscriptionIds: listIn(ids.slice(1, -1)).map(textIn) }))
}

/** In which order the store lists these subscriptions: its own, whatever the database's collation is. */
export async function inStoredOrder(
  transaction: Transaction,
  subscriptions: readonly { readonly connectionId: string; readonly subscriptionId: string }[],
): Promise<readonly number[]> {
  const { rows } = await sql<{ place: number }>`
    select (place - 1)::integer as place
    from unnest(${subscriptions.map(({ connectionId }) => connectionId)}::text[],
      ${subscriptions.map(({ subscriptionId }) => subscriptionId)}::text[]) with ordinality as one (connection, id, place)
    order by connection, id`.execute(transaction)
  return rows.map(({ place }) => place)
}
