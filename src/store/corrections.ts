import { sql } from 'kysely'
import type { Period } from '../domain/period.ts'
import type { Transaction } from './database.ts'

/** The intent to void a posted document, and what became of it. */
export interface Correction {
  readonly id: string
  readonly postingId: string
  readonly clientId: string
  readonly documentNumber: string | null
  readonly requestedBy: string
  readonly requestedAt: Date
  readonly reason: string
  /** The ledger's version of the document that is to be voided. */
  readonly documentVersion: string
  readonly requestId: string
  readonly state: 'intended' | 'done' | 'refused'
  readonly outcome: string | null
}

export type NewCorrection = Pick<
  Correction,
  'id' | 'postingId' | 'requestedBy' | 'requestedAt' | 'reason' | 'documentVersion' | 'requestId'
>

const columns = sql`correction.id, posting_id as "postingId", client_id as "clientId",
  document_number as "documentNumber", requested_by as "requestedBy", requested_at as "requestedAt", reason,
  document_version as "documentVersion", correction.request_id as "requestId", correction.state, outcome`

/** All corrections of a month's postings, in the order in which they were asked for. */
export async function listCorrections(transaction: Transaction, period: Period): Promise<readonly Correction[]> {
  const { rows } = await sql<Correction>`
    select ${columns} from correction join posting on posting.id = posting_id
    where period_start = ${period.start} order by requested_at, correction.id`.execute(transaction)
  return rows
}

/** The voids of any month that were begun and have not ended, oldest first. */
export async function listIntendedCorrections(
  transaction: Transaction,
  limit: number,
): Promise<readonly (Correction & Pick<CorrectedPosting, 'ledgerConnectionId' | 'periodStart'>)[]> {
  const { rows } = await sql<Correction & CorrectedPosting>`
    select ${columns}, ledger_connection_id as "ledgerConnectionId", period_start as "periodStart"
    from correction join posting on posting.id = posting_id
    where correction.state = 'intended' order by requested_at, correction.id limit ${limit}`.execute(transaction)
  return rows
}

interface CorrectedPosting {
  readonly ledgerConnectionId: string
  readonly periodStart: string
}

/** How many voids of a month were begun and have not ended: whether those documents count is not known. */
export async function countIntendedCorrections(transaction: Transaction, period: Period): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from correction join posting on posting.id = posting_id
    where period_start = ${period.start} and correction.state = 'intended'`.execute(transaction)
  return rows[0]?.count ?? 0
}

/** The correction of a posting that is under way or done. */
export async function findCorrection(transaction: Transaction, postingId: string): Promise<Correction | undefined> {
  const { rows } = await sql<Correction>`
    select ${columns} from correction join posting on posting.id = posting_id
    where posting_id = ${postingId} and correction.state <> 'refused'`.execute(transaction)
  return rows[0]
}

/**
 * Stores the intent, unless one stands already. Where that one's version is no longer the document's, nothing can come
 * of its request any more, so it gets the new version under a new request id; who asked, when and why stay.
 */
export async function intendCorrection(transaction: Transaction, asked: NewCorrection): Promise<void> {
  await sql`
    insert into correction as standing (organization_id, id, posting_id, kind, requested_by, requested_at, reason,
      document_version, request_id, state)
    values (current_organization_id(), ${asked.id}, ${asked.postingId}, 'void', ${asked.requestedBy},
      ${asked.requestedAt}, ${asked.reason}, ${asked.documentVersion}, ${asked.requestId}, 'intended')
    on conflict (organization_id, posting_id) where state <> 'refused' do update set
      document_version = excluded.document_version, request_id = excluded.request_id
    where standing.state = 'intended' and standing.document_version <> excluded.document_version`.execute(transaction)
}

/** The document counts nothing any more, as the ledger itself said. Doing it twice changes nothing. */
export async function finishCorrection(
  transaction: Transaction,
  { id, postingId }: Pick<Correction, 'id' | 'postingId'>,
  outcome: string,
  now: Date,
): Promise<void> {
  await sql`update correction set state = 'done', outcome = ${outcome}, settled_at = ${now}
    where id = ${id} and state <> 'done'`.execute(transaction)
  await sql`update posting set voided_at = ${now} where id = ${postingId} and voided_at is null`.execute(transaction)
}

export async function refuseCorrection(
  transaction: Transaction,
  { id }: Pick<Correction, 'id'>,
  outcome: string,
  now: Date,
): Promise<void> {
  await sql`update correction set state = 'refused', outcome = ${outcome}, settled_at = ${now}
    where id = ${id} and state = 'intended'`.execute(transaction)
}

/** The ids of a client's postings of a month that the ledger has and that count. They stay locked. */
export async function lockCountingPostings(
  transaction: Transaction,
  period: Period,
  clientId: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from posting
    where period_start = ${period.start} and client_id = ${clientId} and state = 'posted' and voided_at is null
    order by ledger_connection_id, sequence for update`.execute(transaction)
  return rows.map(({ id }) => id)
}

/**
 * The sequence that the next invoice of a month has, by client: one more than the last that was voided or that is a credit
 * memo. A client without one is left out: its invoice has sequence 0.
 * @param until Only what was voided or credited by then counts; undefined: all.
 */
export async function nextSequences(
  transaction: Transaction,
  period: Period,
  clientIds: readonly string[],
  until: Date | undefined,
): Promise<ReadonlyMap<string, number>> {
  const byThen =
    until === undefined
      ? sql`(voided_at is not null or credit_id is not null)`
      : sql`(voided_at <= ${until} or (credit_id is not null and intended_at <= ${until}))`
  const { rows } = await sql<{ clientId: string; next: number }>`
    select client_id as "clientId", max(sequence) + 1 as next from posting
    where period_start = ${period.start} and client_id = any(${clientIds}::text[]) and ${byThen}
    group by client_id`.execute(transaction)
  return new Map(rows.map(({ clientId, next }) => [clientId, next]))
}
