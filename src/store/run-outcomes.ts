import { sql } from 'kysely'
import type { Transaction } from './database.ts'
import type { RunInvoice } from './run-results.ts'

/** One client's result without its documents, of which a large run has megabytes. */
export type RunOutcome = Omit<RunInvoice, 'invoice' | 'body'>

type NullableColumns = 'previousTotal' | 'documentKind' | 'documentNumber' | 'sha256'
type Row = Omit<RunOutcome, NullableColumns> & {
  readonly [K in NullableColumns]: Exclude<RunOutcome[K], undefined> | null
}

/** What came of each client of a run, by client id. */
export async function listRunOutcomes(transaction: Transaction, runId: string): Promise<readonly RunOutcome[]> {
  const { rows } = await sql<Row>`
    select client_id as "clientId", client_name as "clientName", outcome, currency, total,
      previous_total as "previousTotal", line_count as "lineCount", document_kind as "documentKind",
      document_number as "documentNumber", sha256
    from run_invoice where run_id = ${runId} order by client_id`.execute(transaction)
  return rows.map((row) => ({
    ...row,
    previousTotal: row.previousTotal ?? undefined,
    documentKind: row.documentKind ?? undefined,
    documentNumber: row.documentNumber ?? undefined,
    sha256: row.sha256 ?? undefined,
  }))
}
