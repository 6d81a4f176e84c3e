import type { Database } from '../database.ts'
import { jobSchema } from './boss.ts'

/** A job as it was taken: the count of retries tells this taking of it from a later one by another worker. */
export interface TakenJob {
  readonly id: string
  readonly retryCount: number
}

/** While jobs are being worked on: says so regularly, and learns when they were given to somebody else. */
export interface Lease {
  /** Aborted when at least one of the jobs is no longer ours. */
  readonly signal: AbortSignal
  end(): void
}

export function holdLease(
  database: Database,
  lease: { queue: string; jobs: readonly TakenJob[]; seconds: number },
): Lease {
  const { clock, logger } = database
  const lost = new AbortController()
  const lose = (why: string): void => {
    clearInterval(timer)
    lost.abort(new Error(why))
  }
  let renewedAt = clock.now().getTime()
  const renew = async (): Promise<void> => {
    const askedAt = clock.now().getTime()
    try {
      if (await renewJobs(database, lease)) renewedAt = askedAt
      else lose('The job was given to another worker, or cancelled.')
    } catch (error) {
      logger.warn({ queue: lease.queue, error: String(error) }, 'a job could not report that it is being worked on')
      const isOver = clock.now().getTime() - renewedAt > lease.seconds * 1000
      if (isOver) lose('The database could not be reached for so long that the job was given to another worker.')
    }
  }
  const timer = setInterval(() => void renew(), (lease.seconds * 1000) / 3)
  return {
    signal: lost.signal,
    end: () => {
      clearInterval(timer)
    },
  }
}

/** pg-boss gives a job to another worker when its start lies back for longer than its lease; so the start is moved. */
async function renewJobs(database: Database, lease: { queue: string; jobs: readonly TakenJob[] }): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `update ${jobSchema}.job set started_on = now()
     where name = $1 and state = 'active' and (id, retry_count) in (select * from unnest($2::uuid[], $3::integer[]))`,
    [lease.queue, lease.jobs.map((job) => job.id), lease.jobs.map((job) => job.retryCount)],
  )
  return rowCount === lease.jobs.length
}
