import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/**
 * Sources that should have a schedule and have none: connected with a secret of their own (a file has none, and a
 * disconnected source no longer), and not taken off the schedule by the operator.
 */
export async function listUnscheduledSources(transaction: Transaction, jobName: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from connection
    where kind = 'source' and syncs_on_schedule
      and exists (select from secret where secret.connection_id = connection.id and secret.name <> 'tokens')
      and not exists (select from job_schedule where job_name = ${jobName} and key = connection.id)
    order by id`.execute(transaction)
  return rows.map(({ id }) => id)
}

/** Keeps the operator's word on whether a source is synced by itself. */
export async function keepSyncsOnSchedule(
  transaction: Transaction,
  connectionId: string,
  wanted: boolean,
): Promise<void> {
  await sql`update connection set syncs_on_schedule = ${wanted} where id = ${connectionId}`.execute(transaction)
}
