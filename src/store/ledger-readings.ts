import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/** What a ledger held when it was last read, as JSON text that the caller checks. */
export interface LedgerReading {
  readonly connectionId: string
  readonly readAt: Date
  readonly facts: string
}

export async function saveLedgerReading(transaction: Transaction, reading: LedgerReading): Promise<void> {
  await sql`insert into ledger_reading (organization_id, connection_id, read_at, facts)
    values (current_organization_id(), ${reading.connectionId}, ${reading.readAt}, ${reading.facts})`.execute(
    transaction,
  )
}

export async function newestLedgerReading(
  transaction: Transaction,
  connectionId: string,
): Promise<LedgerReading | undefined> {
  const { rows } = await sql<LedgerReading>`
    select connection_id as "connectionId", read_at as "readAt", facts from ledger_reading
    where connection_id = ${connectionId} order by id desc limit 1`.execute(transaction)
  return rows[0]
}

/** When each ledger was last read. */
export async function lastLedgerReadings(transaction: Transaction): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ connectionId: string; readAt: Date }>`
    select distinct on (connection_id) connection_id as "connectionId", read_at as "readAt" from ledger_reading
    order by connection_id, id desc`.execute(transaction)
  return new Map(rows.map(({ connectionId, readAt }) => [connectionId, readAt]))
}
