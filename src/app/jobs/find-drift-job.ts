import type { Progress } from '../progress.ts'
import type { JobPayloads } from './job-definitions.ts'
import { contextOfJob, type JobTools } from './job-tools.ts'
import { findDrift } from '../drift/find-drift.ts'

/** Reads what changed in one ledger since it was looked at last. @throws what stopped it. */
export async function findDriftJob(
  tools: JobTools,
  payload: JobPayloads['find-drift'],
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const context = await contextOfJob(tools, payload)
  const { looked } = await findDrift(context, tools.adapters, tools.keys, payload.connectionId, signal)
  progress.report('documents', looked, looked)
}
