import { sql, type RawBuilder } from 'kysely'
import type { Period } from '../domain/period.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { PostingState } from '../domain/posting.ts'
import type { Transaction } from './database.ts'

/** The intent to post one invoice, and the lasting record of what came of it. */
export interface Posting {
  readonly id: string
  readonly ledgerConnectionId: string
  readonly clientId: string
  readonly period: Period
  readonly sequence: number
  /** The approval of a run's invoice; undefined for a credit memo, which has its own. */
  readonly approvalId: string | undefined
  /** The approved credit that it is the credit memo of; undefined for a run's invoice. */
  readonly creditId: string | undefined
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
  /** Where that differs from what was approved, as JSON text; undefined before they were compared. */
  readonly differences: string | undefined
  readonly failure: string | undefined
  /** When the document was taken back in the ledger; undefined: it counts. */
  readonly voidedAt: Date | undefined
}

/** A posting without its documents, of which a month has megabytes. */
export type PostingSummary = Omit<Posting, 'invoice' | 'body' | 'document'>

/** What is needed to post it: the bytes, and none of what they were made from. */
export type PostingInWork = PostingSummary & Pick<Posting, 'body'>

export interface NewPosting extends Omit<
  Posting,
  'state' | 'attempts' | 'documentId' | 'document' | 'differences' | 'failure' | 'voidedAt'
> {
  /** The document as later months compare with it. */
  readonly invoiceWithoutReasons: string
}

/** For any query in which `posting` has that name. */
export const summaryColumns = sql`posting.id, ledger_connection_id as "ledgerConnectionId",
  posting.client_id as "clientId", period_start as "periodStart", period_end as "periodEnd",
  posting.sequence, approval_id as "approvalId", credit_id as "creditId", document_kind as "documentKind", document_number as "documentNumber",
  reference, customer_id as "customerId", currency, net_total as "netTotal", body_sha256 as "bodySha256",
  request_id as "requestId", posting.state, attempts, document_id as "documentId", differences, failure,
  voided_at as "voidedAt"`

const postingColumns = sql`${summaryColumns}, invoice, body, document`

type NullableColumns =
  'approvalId' | 'creditId' | 'documentNumber' | 'documentId' | 'document' | 'differences' | 'failure' | 'voidedAt'
interface PostingRow extends Omit<Posting, 'period' | NullableColumns> {
  readonly periodStart: string
  readonly periodEnd: string
  readonly approvalId: string | null
  readonly creditId: string | null
  readonly documentNumber: string | null
  readonly documentId: string | null
  readonly document: string | null
  readonly differences: string | null
  readonly failure: string | null
  readonly voidedAt: Date | null
}

export type SummaryRow = Omit<PostingRow, 'invoice' | 'body' | 'document'>

/**
 * Stores the intent, unless the posting key has one already: then that one stands, whichever run or operator made it.
 * A rejected posting is nothing in the ledger, nor is one of which nothing was ever sent, so a corrected invoice takes
 * its place, under a new request id; only an invoice of a run gives way so, and only to another one. Returns true when
 * this intent is the one that stands.
 */
export async function intendPosting(transaction: Transaction, posting: NewPosting, now: Date): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into posting as standing (organization_id, id, ledger_connection_id, client_id, period_start, period_end,
      sequence, approval_id, credit_id, document_kind, document_number, reference, customer_id, currency, net_total, invoice,
      invoice_without_reasons, body, body_sha256, request_id, state, intended_at)
    values (current_organization_id(), ${posting.id}, ${posting.ledgerConnectionId}, ${posting.clientId},
      ${posting.period.start}, ${posting.period.end}, ${posting.sequence}, ${posting.approvalId ?? null}, ${posting.creditId ?? null},
      ${posting.documentKind}, ${posting.documentNumber ?? null}, ${posting.reference}, ${posting.customerId}, ${posting.currency},
      ${posting.netTotal}, ${posting.invoice}, ${posting.invoiceWithoutReasons}, ${posting.body}, ${posting.bodySha256},
      ${posting.requestId}, 'intended', ${now})
    on conflict (organization_id, ledger_connection_id, client_id, period_start, sequence) do update set
      approval_id = excluded.approval_id, document_kind = excluded.document_kind,
      document_number = excluded.document_number, reference = excluded.reference, customer_id = excluded.customer_id, currency = excluded.currency,
      net_total = excluded.net_total, invoice = excluded.invoice,
      invoice_without_reasons = excluded.invoice_without_reasons, body = excluded.body,
      body_sha256 = excluded.body_sha256, request_id = excluded.request_id, state = 'intended',
      intended_at = excluded.intended_at, failure = null, settled_at = null, not_before = null
    where standing.credit_id is null and excluded.credit_id is null
      and ((standing.state = 'rejected' and standing.approval_id is distinct from excluded.approval_id)
      or (standing.state = 'intended' and standing.body_sha256 <> excluded.body_sha256))
    returning id`.execute(transaction)
  return rows.length > 0
}

/**
 * Takes back the intents of which nothing was ever sent, for these clients and this month, but for those whose bytes
 * are to be kept. Returns how many. One that may have been sent cannot be taken back.
 */
export async function withdrawIntents(
  transaction: Transaction,
  which: {
    readonly periodStart: string
    readonly clientIds: readonly string[]
    readonly keptBodies: readonly string[]
  },
): Promise<number> {
  const { periodStart, clientIds, keptBodies } = which
  const isOpen = sql`period_start = ${periodStart} and client_id = any(${clientIds}::text[]) and state = 'intended'
      and credit_id is null and body_sha256 <> all(${keptBodies}::text[])`
  const gone = await sql`delete from posting where ${isOpen} and attempts = 0 returning id`.execute(transaction)
  // One that replaced a refused one keeps the tries of that: they happened.
  const refused = await sql`update posting set state = 'rejected', failure = 'was taken back before it was sent again'
    where ${isOpen} returning id`.execute(transaction)
  return gone.rows.length + refused.rows.length
}

/** Lets those be looked up again for which a person was needed: the person has been there. Returns how many. */
export async function reopenForLookUp(transaction: Transaction, periodStart: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update posting set state = 'unknown', not_before = null
    where period_start = ${periodStart} and state = 'needs-person' returning id`.execute(transaction)
  return rows.length
}

/**
 * The invoice documents of some clients and periods that are in the ledger or may be: all but those rejected or voided, and
 * those of which nothing was ever sent, which a later run may still change.
 */
export async function listBilledDocuments(
  transaction: Transaction,
  filter: {
    readonly periodStarts: readonly string[]
    readonly clientIds: readonly string[]
    /** Only those that were meant to be posted by then; undefined: all. */
    readonly intendedUntil?: Date | undefined
    /** Only the true-ups of a month ask why it was billed as it was; the reasons are most of a document. */
    readonly withReasons: boolean
  },
): Promise<readonly { readonly clientId: string; readonly invoice: string }[]> {
  const { intendedUntil, withReasons } = filter
  const byThen = countedBy(intendedUntil)
  const invoice = withReasons ? sql`invoice` : sql`coalesce(invoice_without_reasons, invoice)`
  const { rows } = await sql<{ clientId: string; invoice: string }>`
    select client_id as "clientId", ${invoice} as invoice from posting
    where period_start = any(${filter.periodStarts}::date[]) and client_id = any(${filter.clientIds}::text[])
      and state not in ('rejected', 'intended') and ${byThen}
    order by period_start, ledger_connection_id, client_id, sequence`.execute(transaction)
  return rows
}

/** What the invoices of each month billed to some clients in all, for months that start in a stretch of time. */
export async function listBilledTotals(
  transaction: Transaction,
  filter: {
    readonly starts: Period
    readonly clientIds: readonly string[]
    readonly intendedUntil?: Date | undefined
  },
): Promise<readonly BilledTotalRow[]> {
  const { starts, clientIds, intendedUntil } = filter
  const byThen = countedBy(intendedUntil)
  const { rows } = await sql<BilledTotalRow & { readonly start: string; readonly end: string }>`
    select client_id as "clientId", period_start as "start", period_end as "end", currency, sum(net_total)::text as total
    from posting
    where period_start >= ${starts.start} and period_start < ${starts.end} and client_id = any(${clientIds}::text[])
      and state not in ('rejected', 'intended') and ${byThen}
    group by client_id, period_start, period_end, currency
    order by client_id, period_start, currency`.execute(transaction)
  return rows.map(({ start, end, ...row }) => ({ ...row, billingPeriod: { start, end } }))
}

/** Not voided, or only later than the moment that is asked about. */
function countedBy(moment: Date | undefined): RawBuilder<unknown> {
  return moment === undefined
    ? sql`voided_at is null`
    : sql`intended_at <= ${moment} and (voided_at is null or voided_at > ${moment})`
}

export interface BilledTotalRow {
  readonly clientId: string
  readonly billingPeriod: Period
  readonly currency: string
  readonly total: string
}

export async function listPostings(
  transaction: Transaction,
  filter: { readonly periodStarts?: readonly string[]; readonly clientIds?: readonly string[] } = {},
): Promise<readonly Posting[]> {
  const periods =
    filter.periodStarts === undefined ? sql`true` : sql`period_start = any(${filter.periodStarts}::date[])`
  const clients = filter.clientIds === undefined ? sql`true` : sql`client_id = any(${filter.clientIds}::text[])`
  const { rows } = await sql<PostingRow>`
    select ${postingColumns} from posting where ${periods} and ${clients}
    order by period_start, ledger_connection_id, client_id, sequence`.execute(transaction)
  return rows.map(toPosting)
}

/** The same of a month as people follow it. */
export async function listPostingSummaries(
  transaction: Transaction,
  periodStart: PlainDate,
): Promise<readonly PostingSummary[]> {
  const { rows } = await sql<SummaryRow>`
    select ${summaryColumns} from posting where period_start = ${periodStart}
    order by ledger_connection_id, client_id, sequence`.execute(transaction)
  return rows.map(toSummary)
}

export async function findPosting(transaction: Transaction, id: string): Promise<Posting | undefined> {
  const { rows } = await sql<PostingRow>`select ${postingColumns} from posting where id = ${id}`.execute(transaction)
  return rows[0] === undefined ? undefined : toPosting(rows[0])
}

function toPosting({ invoice, body, document, ...row }: PostingRow): Posting {
  return { ...toSummary(row), invoice, body, document: document ?? undefined }
}

export function toSummary({ periodStart, periodEnd, ...row }: SummaryRow): PostingSummary {
  return {
    ...row,
    period: { start: periodStart, end: periodEnd },
    approvalId: row.approvalId ?? undefined,
    creditId: row.creditId ?? undefined,
    documentNumber: row.documentNumber ?? undefined,
    documentId: row.documentId ?? undefined,
    differences: row.differences ?? undefined,
    failure: row.failure ?? undefined,
    voidedAt: row.voidedAt ?? undefined,
  }
}
