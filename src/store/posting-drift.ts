import { sql } from 'kysely'
import type { DriftKind } from '../domain/posting-drift.ts'
import type { Transaction } from './database.ts'

/** A posting as the ledger answered it, to be held against what the ledger has now. */
export interface WatchedPosting {
  readonly id: string
  readonly clientId: string
  readonly periodStart: string
  readonly documentKind: 'invoice' | 'credit-memo'
  readonly documentId: string
  readonly documentNumber: string | null
  /** The ledger's document as it answered, as JSON text. */
  readonly document: string
  readonly settledAt: Date | null
}

/** The postings of a ledger whose documents are these; all of them where none are named. */
export async function listWatchedPostings(
  transaction: Transaction,
  ledgerConnectionId: string,
  documentIds?: readonly string[],
): Promise<readonly WatchedPosting[]> {
  const which = documentIds === undefined ? sql`true` : sql`document_id = any(${documentIds}::text[])`
  const { rows } = await sql<WatchedPosting>`
    select id, client_id as "clientId", period_start as "periodStart", document_kind as "documentKind",
      document_id as "documentId", document_number as "documentNumber", document, settled_at as "settledAt"
    from posting
    where ledger_connection_id = ${ledgerConnectionId} and state = 'posted' and voided_at is null and document_id is not null
      and document is not null and ${which}
    order by period_start, client_id, sequence`.execute(transaction)
  return rows
}

/** Since when there is something to watch; undefined: nothing was posted yet. */
export async function firstPostedAt(transaction: Transaction, ledgerConnectionId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(settled_at) as at from posting
    where ledger_connection_id = ${ledgerConnectionId} and state = 'posted'`.execute(transaction)
  return rows[0]?.at ?? undefined
}

export async function watchedUntil(transaction: Transaction, ledgerConnectionId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date }>`
    select watched_until as at from ledger_watch
    where ledger_connection_id = ${ledgerConnectionId}`.execute(transaction)
  return rows[0]?.at
}

export async function saveWatchedUntil(
  transaction: Transaction,
  ledgerConnectionId: string,
  until: Date,
): Promise<void> {
  await sql`insert into ledger_watch (organization_id, ledger_connection_id, watched_until)
    values (current_organization_id(), ${ledgerConnectionId}, ${until})
    on conflict (organization_id, ledger_connection_id) do update set watched_until = excluded.watched_until`.execute(
    transaction,
  )
}

export interface FoundDrift {
  readonly postingId: string
  readonly kind: DriftKind
  /** The ledger's version of the document; empty where it is gone. */
  readonly version: string
  readonly differences: string
}

/** Notes what was found; what is known already stays as it is. Returns how many are new. */
export async function saveDrift(transaction: Transaction, found: readonly FoundDrift[], now: Date): Promise<number> {
  if (found.length === 0) return 0
  const { rows } = await sql<{ id: string }>`
    insert into posting_drift (organization_id, posting_id, version, kind, found_at, differences)
    select current_organization_id(), row.id, row.version, row.kind, ${now}, row.differences
    from unnest(${found.map(({ postingId }) => postingId)}::uuid[], ${found.map(({ version }) => version)}::text[],
      ${found.map(({ kind }) => kind)}::text[], ${found.map(({ differences }) => differences)}::text[])
      as row (id, version, kind, differences)
    on conflict do nothing returning posting_id as id`.execute(transaction)
  return rows.length
}

export interface StoredDrift extends FoundDrift {
  readonly ledgerConnectionId: string
  readonly clientId: string
  readonly periodStart: string
  readonly documentNumber: string | null
  readonly foundAt: Date
}

/** The newest that was found of each posting, newest first. */
export async function listDrift(
  transaction: Transaction,
  filter: { readonly kinds?: readonly DriftKind[]; readonly limit: number },
): Promise<readonly StoredDrift[]> {
  const kinds = filter.kinds === undefined ? sql`true` : sql`kind = any(${filter.kinds}::text[])`
  const { rows } = await sql<StoredDrift>`
    select * from (
      select distinct on (posting_id) posting_id as "postingId", kind, version, posting_drift.differences, found_at as "foundAt",
        ledger_connection_id as "ledgerConnectionId", client_id as "clientId", period_start as "periodStart",
        document_number as "documentNumber"
      from posting_drift join posting on posting.id = posting_drift.posting_id and posting.voided_at is null
      order by posting_id, found_at desc, version desc
    ) as newest
    where ${kinds} order by "foundAt" desc, "clientId" limit ${filter.limit}`.execute(transaction)
  return rows
}
