import { z } from 'zod'
import type { Database } from '../../store/database.ts'
import { JobQueue, type JobDefinitions } from '../../store/job-queue.ts'

const syncSource = z.strictObject({
  organizationId: z.string(),
  connectionId: z.string(),
  /** Every subscription's detail and history again, as before a run. */
  full: z.boolean(),
  actor: z.string(),
})

const syncLedger = z.strictObject({ organizationId: z.string(), connectionId: z.string(), actor: z.string() })

/** What changed in a ledger since it was looked at last. */
const findDrift = z.strictObject({ organizationId: z.string(), connectionId: z.string(), actor: z.string() })

const prepareRun = z.strictObject({
  organizationId: z.string(),
  /** `2026-10` */
  month: z.string(),
  /** Null: all clients of the config. */
  clientIds: z.array(z.string()).nullable(),
  actor: z.string(),
})

const postRun = z.strictObject({ organizationId: z.string(), run: z.int(), actor: z.string() })

/** What each kind of job is told. */
export type JobPayloads = {
  'sync-source': z.infer<typeof syncSource>
  'sync-ledger': z.infer<typeof syncLedger>
  'find-drift': z.infer<typeof findDrift>
  'prepare-run': z.infer<typeof prepareRun>
  'post-run': z.infer<typeof postRun>
}

export type JobName = keyof JobPayloads

export type Jobs = JobQueue<JobPayloads>

const definitions: JobDefinitions<JobPayloads> = {
  // A distributor that is down for an hour is still there when the night is over: 1, 2, 4, 8, 16, 32 minutes.
  'sync-source': { payload: syncSource, leaseSeconds: 60, retryLimit: 6, retryDelaySeconds: 60 },
  'sync-ledger': { payload: syncLedger, leaseSeconds: 60, retryLimit: 2, retryDelaySeconds: 60 },
  // The next notice, and the next night, look from the same moment on.
  'find-drift': { payload: findDrift, leaseSeconds: 60, retryLimit: 2, retryDelaySeconds: 60 },
  // What stops a run (a month not begun, a config that lacks a client) does not go away by itself.
  'prepare-run': { payload: prepareRun, leaseSeconds: 60, retryLimit: 1, retryDelaySeconds: 5 },
  'post-run': { payload: postRun, leaseSeconds: 60, retryLimit: 6, retryDelaySeconds: 60 },
}

/** Opens the queue of all jobs that this program knows. */
export async function openJobs(database: Database): Promise<Jobs> {
  return JobQueue.open(database, definitions)
}
