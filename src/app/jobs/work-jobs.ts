import type { Jobs } from './job-definitions.ts'
import type { JobTools } from './job-tools.ts'
import { postRunJob } from './post-run-job.ts'
import { prepareRunJob } from './prepare-run-job.ts'
import { syncSourceJob } from './sync-source-job.ts'

/** Sources are read at the same time, each under its own limit; runs and postings one after the other. */
const syncsAtOnce = 4

/** Works on all kinds of jobs in this process, until the queue is stopped. */
export function workJobs(jobs: Jobs, tools: JobTools): void {
  const syncing = { concurrency: syncsAtOnce }
  jobs.work('sync-source', (batch, signal) => each(batch, (payload) => syncSourceJob(tools, payload, signal)), syncing)
  jobs.work('prepare-run', (batch) => each(batch, (payload) => prepareRunJob(tools, payload)))
  jobs.work('post-run', (batch, signal) => each(batch, (payload) => postRunJob(tools, payload, signal)))
}

async function each<Payload>(
  batch: readonly { readonly payload: Payload }[],
  work: (payload: Payload) => Promise<void>,
): Promise<void> {
  for (const { payload } of batch) await work(payload)
}
