import { sql } from 'kysely'
import type { Transaction } from '../database.ts'
import { jobSchema } from './boss.ts'

/**
 * Cancels an organization's jobs of one kind, or one job: those that wait, those that are to be tried again, and those at work, which
 * are then not tried again however they end.
 * @returns how many there were.
 */
export async function cancelJobs(
  transaction: Transaction,
  which: { readonly organizationId: string } & ({ readonly name: string } | { readonly id: string }),
): Promise<number> {
  const table = sql.table(`${jobSchema}.job`)
  const { rows } = await sql<{ is_there: boolean }>`
    select to_regclass(${`${jobSchema}.job`}) is not null as is_there`.execute(transaction)
  // The queue makes its tables when it is first opened.
  if (rows[0]?.is_there !== true) return 0
  const jobs = 'id' in which ? sql`id = ${which.id}::uuid` : sql`name = ${which.name}`
  const cancelled = await sql`update ${table} set state = 'cancelled', completed_on = now()
    where data->>'organizationId' = ${which.organizationId} and ${jobs} and state < 'completed'
    returning id`.execute(transaction)
  return cancelled.rows.length
}
