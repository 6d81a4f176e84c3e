import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/**
 * The moment up to which all evidence that is here was recorded: now, unless a clock that was ahead has recorded
 * something later. A clock that was set back must not hide what was read before it was.
 */
export async function evidenceUntil(transaction: Transaction, now: Date): Promise<Date> {
  const { rows } = await sql<{ newest: Date | null }>`
    select greatest(
      (select max(recorded_at) from snapshot), (select max(recorded_at) from observation),
      (select max(recorded_at) from subscription_history), (select max(recorded_at) from charge_reading)
    ) as newest`.execute(transaction)
  const newest = rows[0]?.newest
  return newest !== null && newest !== undefined && newest > now ? newest : now
}
