import { openSource } from '../open-connection.ts'
import type { Progress } from '../progress.ts'
import { tieOutOnArrival } from '../close/tie-out-on-arrival.ts'
import { syncSource } from '../sync/sync-source.ts'
import type { JobPayloads } from './job-definitions.ts'
import { contextOfJob, type JobTools } from './job-tools.ts'
import { refreshLedgerLists } from './refresh-ledger-lists.ts'
import { watchLedgers } from './watch-ledgers.ts'

/**
 * Syncs one source, then reads the lists of the ledgers, since what was entered there must be known to the next run,
 * and looks for changes to what was posted. What was read before a failure is kept, as an incomplete snapshot; the queue tries again later.
 * @throws what stopped the reading.
 */
export async function syncSourceJob(
  tools: JobTools,
  payload: JobPayloads['sync-source'],
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const context = await contextOfJob(tools, payload)
  const { connectionId, full } = payload
  const { source } = await openSource(context, tools.adapters, tools.keys, connectionId)
  const options = { connectionId, source, progress, signal, detailEveryDays: full ? 0 : 1 }
  const { failure, invoices } = await syncSource(context, options)
  await tieOutOnArrival(context, tools.adapters, invoices?.newDates ?? [])
  await refreshLedgerLists(context, tools, signal)
  await watchLedgers(context, tools, signal)
  if (failure !== undefined) throw failure
}
