import { sql } from 'kysely'
import type { Invoice } from '../domain/invoice.ts'
import type { Period } from '../domain/period.ts'
import type { PostingState } from '../domain/posting.ts'
import type { Transaction } from './database.ts'
import { readInvoiceDocument } from './run-results.ts'

/** An invoice of one client that is in the ledger or may be, with the document that was approved. */
export interface ClientInvoice {
  readonly period: Period
  readonly sequence: number
  readonly ledgerConnectionId: string
  readonly documentKind: Invoice['kind']
  readonly documentNumber: string | undefined
  readonly documentId: string | undefined
  readonly state: PostingState
  readonly invoice: Invoice
}

interface Row extends Omit<ClientInvoice, 'period' | 'documentNumber' | 'documentId' | 'invoice'> {
  readonly periodStart: string
  readonly periodEnd: string
  readonly documentNumber: string | null
  readonly documentId: string | null
  readonly invoice: string
}

/**
 * The invoices of a client for the months that begin in a stretch of time, newest first: those rejected, voided, or of
 * which nothing was sent yet are none.
 */
export async function listClientInvoices(
  transaction: Transaction,
  which: { readonly clientId: string; readonly starts: Period },
): Promise<readonly ClientInvoice[]> {
  const { clientId, starts } = which
  const { rows } = await sql<Row>`
    select period_start as "periodStart", period_end as "periodEnd", sequence,
      ledger_connection_id as "ledgerConnectionId", document_kind as "documentKind",
      document_number as "documentNumber", document_id as "documentId", state, invoice
    from posting
    where client_id = ${clientId} and period_start >= ${starts.start} and period_start < ${starts.end}
      and state not in ('rejected', 'intended') and voided_at is null
    order by period_start desc, ledger_connection_id, sequence`.execute(transaction)
  return rows.map(({ periodStart, periodEnd, documentNumber, documentId, invoice, ...row }) => ({
    ...row,
    period: { start: periodStart, end: periodEnd },
    documentNumber: documentNumber ?? undefined,
    documentId: documentId ?? undefined,
    invoice: readInvoiceDocument(invoice),
  }))
}
