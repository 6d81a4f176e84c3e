import { withOrganization } from '../../store/database.ts'
import { messageOf } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { findDrift } from '../drift/find-drift.ts'
import { listGrantedLedgers } from '../sync/granted-ledgers.ts'
import type { JobTools } from './job-tools.ts'

/**
 * Looks in every ledger for changes to what we posted, so that nobody has to ask and no notice has to come. Trouble with
 * a ledger is told and stops nothing: the next night looks from where this one should have.
 */
export async function watchLedgers(
  context: AppContext,
  { adapters, keys }: JobTools,
  signal: AbortSignal,
): Promise<void> {
  const { database, organization } = context
  for (const { connectionId } of await withOrganization(database, organization.id, listGrantedLedgers)) {
    if (signal.aborted) return
    await findDrift(context, adapters, keys, connectionId, signal).catch((error: unknown) => {
      database.logger.warn({ connectionId, error: messageOf(error) }, 'the ledger was not looked at for changes')
    })
  }
}
