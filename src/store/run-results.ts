import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { sql } from 'kysely'
import type { Anomaly, Severity } from '../domain/anomaly.ts'
import type { Invoice } from '../domain/invoice.ts'
import type { Transaction } from './database.ts'

export type RunInvoiceOutcome = 'ready' | 'blocked' | 'nothing-to-bill' | 'already-billed'

/** One client's result of a run, written once. */
export interface RunInvoice {
  readonly clientId: string
  readonly clientName: string
  readonly outcome: RunInvoiceOutcome
  readonly currency: string
  readonly total: string
  readonly previousTotal: string | undefined
  readonly lineCount: number
  /** The invoice document as canonical JSON. */
  readonly invoice: string | undefined
  /** The exact bytes that would be posted. */
  readonly body: string | undefined
  readonly documentKind: 'invoice' | 'credit-memo' | undefined
  readonly documentNumber: string | undefined
  /** Names invoice and body together: what an approval is given to. */
  readonly sha256: string | undefined
}

/** The same before it is stored. */
export type NewRunInvoice = Omit<RunInvoice, 'invoice'> & {
  /** The bytes of the canonical JSON. */
  readonly document: Uint8Array | undefined
}

export interface RunAnomalyRow {
  readonly clientId: string | undefined
  readonly code: string
  readonly severity: Severity
  readonly anomaly: string
}

export async function saveRunInvoices(
  transaction: Transaction,
  runId: string,
  invoices: readonly NewRunInvoice[],
): Promise<void> {
  if (invoices.length === 0) return
  const rows = invoices.map(
    (row) => sql`(current_organization_id(), ${runId}::uuid, ${row.clientId}, ${row.clientName}, ${row.outcome},
      ${row.currency}, ${row.total}::numeric, ${row.previousTotal ?? null}::numeric, ${row.lineCount}::integer,
      ${deflated(row.document)}::bytea, ${bytesOf(row.body)}::text, ${row.documentKind ?? null}, ${row.documentNumber ?? null},
      ${row.sha256 ?? null})`,
  )
  await sql`insert into run_invoice (organization_id, run_id, client_id, client_name, outcome, currency, total,
      previous_total, line_count, invoice_deflated, body, document_kind, document_number, sha256)
    values ${sql.join(rows)}`.execute(transaction)
}

/**
 * Large texts travel as the bytes that the column holds. In an array they would have to be escaped, joined and measured
 * first, which takes longer than the server needs to store them.
 */
function bytesOf(text: string | undefined): Buffer | null {
  return text === undefined ? null : Buffer.from(text, 'utf8')
}

/**
 * The level costs least for the bytes that it saves: higher ones take twice as long for a tenth less. Documents are
 * small, so that making ready the usual memory would take a fifth of the time.
 */
function deflated(document: Uint8Array | undefined): Uint8Array | null {
  return document === undefined ? null : deflateRawSync(document, { level: 2, memLevel: 7 })
}

/** `firstOrdinal` keeps the anomalies of a run in one order, however many pieces they are written in. */
export async function saveRunAnomalies(
  transaction: Transaction,
  runId: string,
  firstOrdinal: number,
  anomalies: readonly RunAnomalyRow[],
): Promise<void> {
  if (anomalies.length === 0) return
  await sql`insert into run_anomaly (organization_id, run_id, ordinal, client_id, code, severity, anomaly)
    select current_organization_id(), ${runId}, ${firstOrdinal} + position - 1, client_id, code, severity, anomaly
    from unnest(${anomalies.map((row) => row.clientId ?? null)}::text[], ${anomalies.map((row) => row.code)}::text[],
      ${anomalies.map((row) => row.severity)}::text[], ${anomalies.map((row) => row.anomaly)}::text[])
      with ordinality as row (client_id, code, severity, anomaly, position)`.execute(transaction)
}

type NullableColumns = 'previousTotal' | 'invoice' | 'body' | 'documentKind' | 'documentNumber' | 'sha256'
type RunInvoiceRow = Omit<RunInvoice, NullableColumns> & {
  readonly [K in NullableColumns]: Exclude<RunInvoice[K], undefined> | null
} & { readonly deflated: Buffer | null }

/** The results of a run, by client id; only these clients, where some are named. */
export async function listRunInvoices(
  transaction: Transaction,
  runId: string,
  clientIds?: readonly string[],
): Promise<readonly RunInvoice[]> {
  const which = clientIds === undefined ? sql`true` : sql`client_id = any(${clientIds}::text[])`
  const { rows } = await sql<RunInvoiceRow>`
    select client_id as "clientId", client_name as "clientName", outcome, currency, total,
      previous_total as "previousTotal", line_count as "lineCount", invoice, invoice_deflated as deflated, body, document_kind as "documentKind",
      document_number as "documentNumber", sha256
    from run_invoice where run_id = ${runId} and ${which} order by client_id`.execute(transaction)
  return rows.map(({ deflated: bytes, ...row }) => ({
    ...row,
    previousTotal: row.previousTotal ?? undefined,
    invoice: bytes === null ? (row.invoice ?? undefined) : inflateRawSync(bytes).toString('utf8'),
    body: row.body ?? undefined,
    documentKind: row.documentKind ?? undefined,
    documentNumber: row.documentNumber ?? undefined,
    sha256: row.sha256 ?? undefined,
  }))
}

/** The SHA-256 of the bodies of some clients, as `sha256` writes it, without the bodies. */
export async function listBodyHashes(
  transaction: Transaction,
  runId: string,
  clientIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ hash: string }>`
    select encode(sha256(convert_to(body, 'UTF8')), 'hex') as hash from run_invoice
    where run_id = ${runId} and client_id = any(${clientIds}::text[]) and body is not null`.execute(transaction)
  return rows.map(({ hash }) => hash)
}

export async function listRunAnomalies(transaction: Transaction, runId: string): Promise<readonly Anomaly[]> {
  const { rows } = await sql<{ anomaly: string }>`
    select anomaly from run_anomaly where run_id = ${runId} order by ordinal`.execute(transaction)
  return rows.map((row) => JSON.parse(row.anomaly) as Anomaly)
}

/**
 * An invoice document as this program wrote it. Documents are named by a hash of their bytes and never changed, so their
 * shape was checked by the compiler when they were made; a second schema would have to be kept in step for nothing.
 */
export function readInvoiceDocument(text: string): Invoice {
  return JSON.parse(text) as Invoice
}
