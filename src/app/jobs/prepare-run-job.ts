import { billingMonth } from '../../domain/period.ts'
import type { Progress } from '../progress.ts'
import { prepareRun } from '../run/prepare-run.ts'
import type { JobPayloads } from './job-definitions.ts'
import { contextOfJob, type JobTools } from './job-tools.ts'

/** Prepares a whole run, client by client. Repeated after a crash it makes another run; the one before is never shown. */
export async function prepareRunJob(
  tools: JobTools,
  payload: JobPayloads['prepare-run'],
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const context = await contextOfJob(tools, payload)
  const request = { period: billingMonth(payload.month), clientIds: payload.clientIds ?? undefined, signal }
  await prepareRun(context, tools.adapters, request, progress)
}
