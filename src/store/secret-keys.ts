import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/** By which keys the organization's secrets are encrypted, and how many by each. */
export async function countSecretsByKey(transaction: Transaction): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ keyId: string; count: number }>`
    select key_id as "keyId", count(*)::integer as count from secret group by key_id`.execute(transaction)
  return new Map(rows.map(({ keyId, count }) => [keyId, count]))
}

/** The names of the secrets that a connection has. */
export async function listSecretNames(transaction: Transaction, connectionId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from secret where connection_id = ${connectionId} order by name`.execute(transaction)
  return rows.map(({ name }) => name)
}
