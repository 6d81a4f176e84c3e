import type { Progress } from '../progress.ts'
import { syncLedger } from '../sync/sync-ledger.ts'
import type { JobPayloads } from './job-definitions.ts'
import { contextOfJob, type JobTools } from './job-tools.ts'

/** Reads the customers, items and settings of one ledger, however fresh they are: somebody asked for it. @throws what stopped it. */
export async function syncLedgerJob(
  tools: JobTools,
  payload: JobPayloads['sync-ledger'],
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const context = await contextOfJob(tools, payload)
  progress.report('lists', 0, undefined)
  const { customers, items, failure } = await syncLedger(
    context,
    tools.adapters,
    tools.keys,
    payload.connectionId,
    signal,
  )
  if (failure !== undefined) throw failure
  progress.report('lists', customers + items, customers + items)
}
