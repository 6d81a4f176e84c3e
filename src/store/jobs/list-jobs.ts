import { z } from 'zod'
import type { Database } from '../database.ts'
import { jobSchema } from './boss.ts'

/** A job as the queue holds it, for people who want to know what became of it. */
export interface ListedJob {
  readonly id: string
  readonly name: string
  /** `retry`: it failed and will be tried again; `failed`: it will not. */
  readonly state: 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed'
  readonly payload: unknown
  readonly retries: number
  readonly createdAt: Date
  readonly startedAt: Date | undefined
  readonly completedAt: Date | undefined
  /** Why it failed, the last time it did. */
  readonly failure: string | undefined
}

const optionalDate = z
  .date()
  .nullable()
  .transform((date) => date ?? undefined)

const jobRow = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['created', 'retry', 'active', 'completed', 'cancelled', 'failed']),
  payload: z.string().transform((text): unknown => JSON.parse(text)),
  retries: z.number(),
  createdAt: z.date(),
  startedAt: optionalDate,
  completedAt: optionalDate,
  failure: z
    .string()
    .nullable()
    .transform((text) => text ?? undefined),
})

/** The organization's jobs, newest first. The queue's tables have no row-level security, so the filter is here. */
export async function listJobs(
  database: Database,
  organizationId: string,
  filter: { readonly limit: number; readonly id?: string | undefined },
): Promise<readonly ListedJob[]> {
  const there = await database.pool.query(`select from pg_class where oid = to_regclass('${jobSchema}.job')`)
  // The queue makes its tables when it is first opened.
  if (there.rowCount === 0) return []
  const columns = `id, name, state, data, retry_count, created_on, started_on, completed_on, output`
  const { rows } = await database.pool.query(
    `select id, name, state::text as state, data::text as payload, retry_count as retries, created_on as "createdAt",
       started_on as "startedAt", completed_on as "completedAt", output->>'message' as failure
     from (select ${columns} from ${jobSchema}.job union all select ${columns} from ${jobSchema}.archive) as jobs
     where data->>'organizationId' = $1 and ($2::uuid is null or id = $2::uuid)
     order by created_on desc, id limit $3`,
    [organizationId, filter.id ?? null, filter.limit],
  )
  return z.array(jobRow).parse(rows)
}
