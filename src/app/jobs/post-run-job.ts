import { requireRun } from '../find-run.ts'
import { postApproved } from '../posting/post-approved.ts'
import { PostingStopped } from '../posting/posting-failures.ts'
import type { Progress } from '../progress.ts'
import type { JobPayloads } from './job-definitions.ts'
import { contextOfJob, type JobTools } from './job-tools.ts'

/**
 * Posts what is approved of a run; exactly once, however often it is tried.
 * @throws {PostingStopped} when something is left that a later try can do.
 */
export async function postRunJob(
  tools: JobTools,
  payload: JobPayloads['post-run'],
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const context = await contextOfJob(tools, payload)
  const run = await requireRun(context, payload.run)
  const { ledgers } = await postApproved(context, tools.adapters, tools.keys, run, progress, signal)
  const stopped = [...ledgers.values()].flatMap((report) => report.stopped ?? [])
  if (stopped.length > 0) throw new PostingStopped(stopped.join('; '))
}
