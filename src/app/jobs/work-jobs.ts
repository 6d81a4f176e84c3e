import type { Job } from '../../store/job-queue.ts'
import type { Progress } from '../progress.ts'
import { findDriftJob } from './find-drift-job.ts'
import type { Jobs } from './job-definitions.ts'
import { contextOfJob, type JobTools } from './job-tools.ts'
import { postRunJob } from './post-run-job.ts'
import { prepareRunJob } from './prepare-run-job.ts'
import { syncLedgerJob } from './sync-ledger-job.ts'
import { syncSourceJob } from './sync-source-job.ts'
import { ToldProgress } from './told-progress.ts'

/** Sources are read at the same time, each under its own limit; runs and postings one after the other. */
const syncsAtOnce = 4

/** Works on all kinds of jobs in this process, until the queue is stopped. */
export function workJobs(jobs: Jobs, tools: JobTools): void {
  jobs.work('sync-source', (batch, signal) => each(tools, batch, signal, syncSourceJob), { concurrency: syncsAtOnce })
  jobs.work('sync-ledger', (batch, signal) => each(tools, batch, signal, syncLedgerJob))
  jobs.work('find-drift', (batch, signal) => each(tools, batch, signal, findDriftJob))
  jobs.work('prepare-run', (batch, signal) => each(tools, batch, signal, prepareRunJob))
  jobs.work('post-run', (batch, signal) => each(tools, batch, signal, postRunJob))
}

type Work<Payload> = (tools: JobTools, payload: Payload, progress: Progress, signal: AbortSignal) => Promise<void>

async function each<Payload extends { readonly organizationId: string; readonly actor: string }>(
  tools: JobTools,
  batch: readonly Job<Payload>[],
  signal: AbortSignal,
  work: Work<Payload>,
): Promise<void> {
  for (const { id, payload } of batch) {
    const progress = new ToldProgress(await contextOfJob(tools, payload), id)
    try {
      await work(tools, payload, progress, AbortSignal.any([signal, progress.cancelled]))
    } finally {
      await progress.end()
    }
  }
}
