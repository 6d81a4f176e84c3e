import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Period } from '../domain/period.ts'
import { billingMonth } from '../domain/period.ts'
import { sha256 } from '../support/hash.ts'
import type { Transaction } from './database.ts'

/** The first month that is billed from here, and who said so. */
export interface CutOver {
  readonly firstMonth: Period
  readonly setBy: string
  readonly setAt: Date
  readonly reason: string
}

export async function readCutOver(transaction: Transaction): Promise<CutOver | undefined> {
  const { rows } = await sql<Omit<CutOver, 'firstMonth'> & { readonly firstMonth: string }>`
    select first_month as "firstMonth", set_by as "setBy", set_at as "setAt", reason from cut_over`.execute(transaction)
  const [row] = rows
  return row === undefined ? undefined : { ...row, firstMonth: billingMonth(row.firstMonth.slice(0, 7)) }
}

/** Undefined: every month is prepared again. */
export async function saveCutOver(transaction: Transaction, cutOver: CutOver | undefined): Promise<void> {
  await sql`delete from cut_over`.execute(transaction)
  if (cutOver === undefined) return
  await sql`insert into cut_over (organization_id, first_month, set_by, set_at, reason)
    values (current_organization_id(), ${cutOver.firstMonth.start}, ${cutOver.setBy}, ${cutOver.setAt}, ${cutOver.reason})`.execute(
    transaction,
  )
}

/** A ledger's own invoice that stands for a client's month. */
export interface LedgerMatch {
  readonly id: string
  readonly ledgerConnectionId: string
  readonly clientId: string
  readonly documentId: string
  readonly documentNumber: string | null
  readonly netTotal: string
  readonly currency: string
  readonly matchedBy: string
  readonly matchedAt: Date
  readonly reason: string
}

export type NewLedgerMatch = LedgerMatch & {
  readonly period: Period
  readonly sequence: number
  readonly documentKind: 'invoice' | 'credit-memo'
  readonly customerId: string
  /** The document as an invoice of ours, as canonical JSON, and as the ledger gave it. */
  readonly invoice: string
  readonly invoiceWithoutReasons: string
  readonly document: string
}

/**
 * Records that a document stands for a month, as a posting that is posted and was never sent. False where the month has
 * a posting of that sequence, or the document stands for a month, already.
 */
export async function saveMatch(transaction: Transaction, match: NewLedgerMatch): Promise<boolean> {
  const { period, matchedAt, documentId } = match
  const saved = await sql<{ id: string }>`
    insert into ledger_match (organization_id, id, ledger_connection_id, client_id, period_start, document_id,
      document_number, net_total, currency, matched_by, matched_at, reason)
    values (current_organization_id(), ${match.id}, ${match.ledgerConnectionId}, ${match.clientId}, ${period.start},
      ${documentId}, ${match.documentNumber}, ${match.netTotal}, ${match.currency}, ${match.matchedBy}, ${matchedAt},
      ${match.reason})
    on conflict (organization_id, ledger_connection_id, document_id) where undone_at is null do nothing
    returning id`.execute(transaction)
  if (saved.rows.length === 0) return false
  // Nothing of it is ever sent, so that its request id and its body are those of no request.
  const { rows } = await sql<{ id: string }>`
    insert into posting (organization_id, id, ledger_connection_id, client_id, period_start, period_end, sequence,
      match_id, document_kind, document_number, reference, customer_id, currency, net_total, invoice,
      invoice_without_reasons, body, body_sha256, request_id, state, document_id, document, differences, intended_at,
      settled_at)
    values (current_organization_id(), ${randomUUID()}, ${match.ledgerConnectionId}, ${match.clientId}, ${period.start},
      ${period.end}, ${match.sequence}, ${match.id}, ${match.documentKind}, ${match.documentNumber},
      ${`matched ${documentId}`}, ${match.customerId}, ${match.currency}, ${match.netTotal}, ${match.invoice},
      ${match.invoiceWithoutReasons}, '', ${sha256('')}, ${`matched ${match.id}`}, 'posted', ${documentId},
      ${match.document}, '[]', ${matchedAt}, ${matchedAt})
    on conflict do nothing returning id`.execute(transaction)
  return rows.length > 0
}

/** The matches of a month that are in force, by client. */
export async function listMatches(transaction: Transaction, period: Period): Promise<readonly LedgerMatch[]> {
  const { rows } = await sql<LedgerMatch>`
    select id, ledger_connection_id as "ledgerConnectionId", client_id as "clientId", document_id as "documentId",
      document_number as "documentNumber", net_total as "netTotal", currency, matched_by as "matchedBy",
      matched_at as "matchedAt", reason
    from ledger_match where period_start = ${period.start} and undone_at is null
    order by client_id, document_number, document_id`.execute(transaction)
  return rows
}

/** Of some documents of a ledger, those that a posting of ours or a match has already. */
export async function listKnownDocuments(
  transaction: Transaction,
  ledgerConnectionId: string,
  documentIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select document_id as id from posting
    where ledger_connection_id = ${ledgerConnectionId} and document_id = any(${documentIds}::text[])`.execute(
    transaction,
  )
  return new Set(rows.map(({ id }) => id))
}

/**
 * Takes a match back: the month counts as not billed again, and the document stays in the ledger as it is. False where
 * something was corrected of it since.
 */
export async function undoMatch(
  transaction: Transaction,
  id: string,
  undone: { readonly by: string; readonly at: Date; readonly reason: string },
): Promise<boolean> {
  const isCorrected = sql`exists (select 1 from correction where posting_id = posting.id)
    or exists (select 1 from posting_credit where posting_id = posting.id)`
  const { rows } = await sql<{ id: string }>`
    select id from posting where match_id = ${id} and not (${isCorrected}) for update`.execute(transaction)
  const [posting] = rows
  if (posting === undefined) return false
  await sql`delete from posting_drift where posting_id = ${posting.id}`.execute(transaction)
  await sql`delete from posting where id = ${posting.id}`.execute(transaction)
  await sql`update ledger_match set undone_by = ${undone.by}, undone_at = ${undone.at}, undone_reason = ${undone.reason}
    where id = ${id}`.execute(transaction)
  return true
}
