import { withOrganization } from '../../store/database.ts'
import { messageOf } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { listGrantedLedgers } from '../sync/granted-ledgers.ts'
import { syncLedger } from '../sync/sync-ledger.ts'
import type { JobTools } from './job-tools.ts'

/** Several sources are synced in one night, and reading a ledger's lists may be metered: once a night is enough. */
const freshMilliseconds = 6 * 3_600_000

/**
 * Reads the customers and items of every ledger that were not read lately. Trouble with a ledger is told and stops
 * nothing: what was read from the distributor is kept, and the lists read before then still count.
 */
export async function refreshLedgerLists(context: AppContext, tools: JobTools, signal: AbortSignal): Promise<void> {
  const { database, organization } = context
  const ledgers = await withOrganization(database, organization.id, listGrantedLedgers)
  const oldest = database.clock.now().getTime() - freshMilliseconds
  for (const { connectionId, listsReadAt } of ledgers) {
    if (signal.aborted) return
    if (listsReadAt !== undefined && listsReadAt.getTime() > oldest) continue
    const failure = await tryToRead(context, tools, connectionId, signal)
    if (failure !== undefined) {
      database.logger.warn({ connectionId, error: failure }, 'the lists of the ledger are as old as before')
    }
  }
}

async function tryToRead(
  context: AppContext,
  { adapters, keys }: JobTools,
  connectionId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await syncLedger(context, adapters, keys, connectionId, signal)).failure?.message
  } catch (error) {
    return messageOf(error)
  }
}
