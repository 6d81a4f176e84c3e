import { sql } from 'kysely'
import type { Period } from '../domain/period.ts'
import { sha256 } from '../support/hash.ts'
import type { Transaction } from './database.ts'

/** What a ledger's documents dated in one month said when they were read. */
export interface LedgerMonthReading {
  readonly ledgerConnectionId: string
  /** The first day of the month. */
  readonly month: string
  readonly readAt: Date
  /** The documents with their lines, as JSON. */
  readonly documents: string
}

export async function saveLedgerMonth(
  transaction: Transaction,
  reading: Omit<LedgerMonthReading, 'month'> & { readonly month: Period },
): Promise<void> {
  const { ledgerConnectionId, month, readAt, documents } = reading
  await sql`insert into ledger_month_reading
      (organization_id, ledger_connection_id, month, read_at, documents, sha256)
    values (current_organization_id(), ${ledgerConnectionId}, ${month.start}, ${readAt}, ${documents}, ${sha256(documents)})`.execute(
    transaction,
  )
}

/** The newest reading of each month of a stretch of time, of each ledger. */
export async function listLedgerMonths(
  transaction: Transaction,
  months: Period,
): Promise<readonly LedgerMonthReading[]> {
  const { rows } = await sql<LedgerMonthReading>`
    select distinct on (ledger_connection_id, month) ledger_connection_id as "ledgerConnectionId", month,
      read_at as "readAt", documents
    from ledger_month_reading where month >= ${months.start} and month < ${months.end}
    order by ledger_connection_id, month, id desc`.execute(transaction)
  return rows
}
