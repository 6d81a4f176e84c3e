import { sql } from 'kysely'
import type { Transaction } from '../database.ts'
import { jobSchema } from './boss.ts'

/** How far a job is: real counts. */
export interface StoredProgress {
  readonly step: string
  readonly done: number
  /** Undefined while it is not known. */
  readonly total: number | undefined
  /** When this step began, for the rate. */
  readonly begunAt: Date
  readonly toldAt: Date
}

/**
 * Tells how far a job is.
 * @returns whether it is still to be done: false once it was cancelled.
 */
export async function tellJobProgress(
  transaction: Transaction,
  jobId: string,
  { step, done, total, toldAt }: Omit<StoredProgress, 'begunAt'>,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(`${jobSchema}.job`)} where id = ${jobId} and state = 'active'`.execute(transaction)
  if (rows.length === 0) return false
  await sql`insert into job_progress as told (organization_id, job_id, step, done, total, begun_at, told_at)
    values (current_organization_id(), ${jobId}, ${step}, ${done}, ${total ?? null}, ${toldAt}, ${toldAt})
    on conflict (organization_id, job_id) do update set step = excluded.step, done = excluded.done,
      total = excluded.total, told_at = excluded.told_at,
      begun_at = case when told.step = excluded.step and told.done <= excluded.done then told.begun_at
        else excluded.begun_at end`.execute(transaction)
  return true
}

/** What was told last of some jobs, by their ids. */
export async function readJobProgress(
  transaction: Transaction,
  jobIds: readonly string[],
): Promise<ReadonlyMap<string, StoredProgress>> {
  const { rows } = await sql<Omit<StoredProgress, 'total'> & { readonly jobId: string; readonly total: number | null }>`
    select job_id as "jobId", step, done, total, begun_at as "begunAt", told_at as "toldAt"
    from job_progress where job_id = any(${jobIds}::uuid[])`.execute(transaction)
  return new Map(rows.map(({ jobId, total, ...row }) => [jobId, { ...row, total: total ?? undefined }]))
}
