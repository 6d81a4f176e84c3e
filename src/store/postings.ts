import { sql } from 'kysely'
import type { Period } from '../domain/period.ts'
import type { PostingState } from '../domain/posting.ts'
import type { Transaction } from './database.ts'

/** The intent to post one invoice, and the lasting record of what came of it. */
export interface Posting {
  readonly id: string
  readonly ledgerConnectionId: string
  readonly clientId: string
  readonly period: Period
  readonly sequence: number
  readonly approvalId: string
  readonly documentKind: 'invoice' | 'credit-memo'
  /** Our number as it stands in the body; undefined where the ledger numbers the document by itself. */
  readonly documentNumber: string | undefined
  /** Our mark in the document, by which it is known in the ledger. */
  readonly reference: string
  readonly customerId: string
  readonly currency: string
  readonly netTotal: string
  /** The invoice document that was approved. */
  readonly invoice: string
  /** The exact bytes that are sent, each time they are. */
  readonly body: string
  readonly bodySha256: string
  readonly requestId: string
  readonly state: PostingState
  readonly attempts: number
  readonly documentId: string | undefined
  /** The ledger's document as it answered, as JSON text. */
  readonly document: string | undefined
  readonly failure: string | undefined
}

export type NewPosting = Omit<Posting, 'state' | 'attempts' | 'documentId' | 'document' | 'failure'>

const columns = sql`id, ledger_connection_id as "ledgerConnectionId", client_id as "clientId",
  period_start as "periodStart", period_end as "periodEnd", sequence, approval_id as "approvalId",
  document_kind as "documentKind", document_number as "documentNumber", reference, customer_id as "customerId", currency,
  net_total as "netTotal", invoice, body, body_sha256 as "bodySha256", request_id as "requestId", state, attempts,
  document_id as "documentId", document, failure`

type NullableColumns = 'documentNumber' | 'documentId' | 'document' | 'failure'
interface PostingRow extends Omit<Posting, 'period' | NullableColumns> {
  readonly periodStart: string
  readonly periodEnd: string
  readonly documentNumber: string | null
  readonly documentId: string | null
  readonly document: string | null
  readonly failure: string | null
}

/**
 * Stores the intent, unless the posting key has one already: then that one stands, whichever run or operator made it.
 * A rejected posting is nothing in the ledger, so a corrected invoice takes its place, under a new request id.
 * Returns true when this intent is the one that stands.
 */
export async function intendPosting(transaction: Transaction, posting: NewPosting, now: Date): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into posting as standing (organization_id, id, ledger_connection_id, client_id, period_start, period_end,
      sequence, approval_id, document_kind, document_number, reference, customer_id, currency, net_total, invoice, body,
      body_sha256, request_id, state, intended_at)
    values (current_organization_id(), ${posting.id}, ${posting.ledgerConnectionId}, ${posting.clientId},
      ${posting.period.start}, ${posting.period.end}, ${posting.sequence}, ${posting.approvalId},
      ${posting.documentKind}, ${posting.documentNumber ?? null}, ${posting.reference}, ${posting.customerId}, ${posting.currency},
      ${posting.netTotal}, ${posting.invoice}, ${posting.body}, ${posting.bodySha256}, ${posting.requestId}, 'intended',
      ${now})
    on conflict (organization_id, ledger_connection_id, client_id, period_start, sequence) do update set
      approval_id = excluded.approval_id, document_kind = excluded.document_kind,
      document_number = excluded.document_number, reference = excluded.reference, customer_id = excluded.customer_id, currency = excluded.currency,
      net_total = excluded.net_total, invoice = excluded.invoice, body = excluded.body,
      body_sha256 = excluded.body_sha256, request_id = excluded.request_id, state = 'intended',
      intended_at = excluded.intended_at, failure = null, settled_at = null, not_before = null
    where standing.state = 'rejected' and standing.approval_id <> excluded.approval_id
    returning id`.execute(transaction)
  return rows.length > 0
}

/**
 * Takes the next posting that wants work: intended, of unknown outcome, or left in the middle by a worker whose lease
 * has run out. It is marked as being sent before anything is, so that a death in between leaves it unknown, not fresh.
 */
export async function claimPosting(
  transaction: Transaction,
  claim: {
    readonly ledgerConnectionId: string
    readonly period: Period
    readonly worker: string
    readonly now: Date
    readonly leaseUntil: Date
  },
): Promise<{ readonly posting: Posting; readonly before: PostingState } | undefined> {
  const { rows } = await sql<PostingRow & { readonly before: PostingState }>`
    with next as (
      select organization_id, id, state from posting
      where ledger_connection_id = ${claim.ledgerConnectionId} and period_start = ${claim.period.start}
        and (state in ('intended', 'unknown') or state = 'sending')
        and (leased_until is null or leased_until <= ${claim.now}) and (not_before is null or not_before <= ${claim.now})
      order by (state = 'intended'), client_id, sequence limit 1 for update skip locked
    )
    update posting set state = 'sending', leased_by = ${claim.worker}, leased_until = ${claim.leaseUntil}
    from next where posting.organization_id = next.organization_id and posting.id = next.id
    returning next.state as before, ${sql.raw(qualified)}`.execute(transaction)
  const row = rows[0]
  if (row === undefined) return undefined
  const { before, ...posting } = row
  return { posting: toPosting(posting), before }
}

const qualified = `posting.id, posting.ledger_connection_id as "ledgerConnectionId", posting.client_id as "clientId",
  period_start as "periodStart", period_end as "periodEnd", sequence, approval_id as "approvalId",
  document_kind as "documentKind", document_number as "documentNumber", reference, customer_id as "customerId", currency,
  net_total as "netTotal", invoice, body, body_sha256 as "bodySha256", request_id as "requestId", posting.state, attempts,
  document_id as "documentId", document, failure`

/** What a step came to. Written only by the worker that holds the lease, so a late one cannot overwrite a newer truth. */
export interface PostingOutcome {
  readonly postingId: string
  readonly worker: string
  readonly state: PostingState
  readonly step: 'send' | 'look-up' | 'adopt'
  readonly outcome: string
  readonly traceId: string | undefined
  readonly documentId: string | undefined
  readonly document: string | undefined
  readonly failure: string | undefined
  /** For an unknown one: when to try again. */
  readonly notBefore: Date | undefined
  readonly now: Date
}

/** Returns false when the lease was lost meanwhile; nothing is written then. */
export async function recordOutcome(transaction: Transaction, outcome: PostingOutcome): Promise<boolean> {
  const settled = outcome.state === 'posted' || outcome.state === 'rejected'
  const { rows } = await sql<{ attempts: number }>`
    update posting set state = ${outcome.state}, attempts = attempts + 1, leased_by = null, leased_until = null,
      not_before = ${outcome.notBefore ?? null}, document_id = coalesce(${outcome.documentId ?? null}, document_id),
      document = coalesce(${outcome.document ?? null}, document), failure = ${outcome.failure ?? null},
      settled_at = case when ${settled} then ${outcome.now}::timestamptz end
    where id = ${outcome.postingId} and state = 'sending' and leased_by = ${outcome.worker}
    returning attempts`.execute(transaction)
  const attempts = rows[0]?.attempts
  if (attempts === undefined) return false
  await sql`insert into posting_attempt (organization_id, posting_id, attempt, at, step, outcome, trace_id)
    values (current_organization_id(), ${outcome.postingId}, ${attempts}, ${outcome.now}, ${outcome.step},
      ${outcome.outcome}, ${outcome.traceId ?? null})`.execute(transaction)
  return true
}

/** Gives a claimed posting back unsent, as it was before. */
export async function releasePosting(
  transaction: Transaction,
  posting: {
    readonly id: string
    readonly worker: string
    readonly state: PostingState
    readonly notBefore: Date | undefined
  },
): Promise<void> {
  await sql`update posting set state = ${posting.state}, leased_by = null, leased_until = null,
      not_before = ${posting.notBefore ?? null}
    where id = ${posting.id} and state = 'sending' and leased_by = ${posting.worker}`.execute(transaction)
}

/** When the next posting that is leased or held back may be worked on; undefined: none is waiting. */
export async function nextPostingTime(
  transaction: Transaction,
  ledgerConnectionId: string,
  period: Period,
): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(greatest(leased_until, not_before)) as at from posting
    where ledger_connection_id = ${ledgerConnectionId} and period_start = ${period.start}
      and state in ('intended', 'unknown', 'sending')`.execute(transaction)
  return rows[0]?.at ?? undefined
}

/** The invoice documents of some clients and periods that are in the ledger or may be: all but those rejected. */
export async function listBilledDocuments(
  transaction: Transaction,
  filter: { readonly periodStarts: readonly string[]; readonly clientIds: readonly string[] },
): Promise<readonly string[]> {
  const { rows } = await sql<{ invoice: string }>`
    select invoice from posting
    where period_start = any(${filter.periodStarts}::date[]) and client_id = any(${filter.clientIds}::text[])
      and state <> 'rejected'
    order by period_start, ledger_connection_id, client_id, sequence`.execute(transaction)
  return rows.map(({ invoice }) => invoice)
}

export async function listPostings(
  transaction: Transaction,
  filter: { readonly periodStarts?: readonly string[]; readonly clientIds?: readonly string[] } = {},
): Promise<readonly Posting[]> {
  const periods =
    filter.periodStarts === undefined ? sql`true` : sql`period_start = any(${filter.periodStarts}::date[])`
  const clients = filter.clientIds === undefined ? sql`true` : sql`client_id = any(${filter.clientIds}::text[])`
  const { rows } = await sql<PostingRow>`
    select ${columns} from posting where ${periods} and ${clients}
    order by period_start, ledger_connection_id, client_id, sequence`.execute(transaction)
  return rows.map(toPosting)
}

function toPosting({
  periodStart,
  periodEnd,
  documentNumber,
  documentId,
  document,
  failure,
  ...row
}: PostingRow): Posting {
  return {
    ...row,
    period: { start: periodStart, end: periodEnd },
    documentNumber: documentNumber ?? undefined,
    documentId: documentId ?? undefined,
    document: document ?? undefined,
    failure: failure ?? undefined,
  }
}
