import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/** Counts reads of a ledger in the calendar month (UTC) of `now`. */
export async function countReads(
  transaction: Transaction,
  ledgerConnectionId: string,
  reads: number,
  now: Date,
): Promise<void> {
  await sql`insert into ledger_reads (organization_id, ledger_connection_id, month, reads)
    values (current_organization_id(), ${ledgerConnectionId}, ${monthOf(now)}, ${reads})
    on conflict (organization_id, ledger_connection_id, month)
    do update set reads = ledger_reads.reads + excluded.reads`.execute(transaction)
}

export async function readsInMonth(transaction: Transaction, ledgerConnectionId: string, now: Date): Promise<number> {
  const { rows } = await sql<{ reads: number }>`
    select reads from ledger_reads
    where ledger_connection_id = ${ledgerConnectionId} and month = ${monthOf(now)}`.execute(transaction)
  return rows[0]?.reads ?? 0
}

function monthOf(now: Date): string {
  return `${now.toISOString().slice(0, 7)}-01`
}
