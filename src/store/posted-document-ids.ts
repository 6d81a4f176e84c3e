import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/** The ledger's ids of the documents of a month that were posted and not taken back, in the order of their clients. */
export async function listPostedDocumentIds(
  transaction: Transaction,
  ledgerConnectionId: string,
  periodStart: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ documentId: string }>`
    select document_id as "documentId" from posting
    where ledger_connection_id = ${ledgerConnectionId} and period_start = ${periodStart} and state = 'posted'
      and voided_at is null and document_id is not null
    order by client_id, sequence`.execute(transaction)
  return rows.map(({ documentId }) => documentId)
}
