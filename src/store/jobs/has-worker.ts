import type { Database } from '../database.ts'
import { workerApplicationName } from '../database.ts'

/** True when a process that works on jobs is connected now: it looks for work every few seconds. */
export async function hasWorker({ pool }: Database): Promise<boolean> {
  const { rowCount } = await pool.query(
    'select from pg_stat_activity where datname = current_database() and application_name = $1 limit 1',
    [workerApplicationName],
  )
  return rowCount === 1
}
