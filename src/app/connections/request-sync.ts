import { findConnection } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { InvalidInput, NotFound } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { enqueueJob } from '../jobs/enqueue-job.ts'
import { recordActivity } from '../record-activity.ts'

/**
 * Has a connection read in the background: all that a distributor holds, or the lists of a ledger.
 * @returns the job; undefined where the same one waits already.
 * @throws {NotFound | InvalidInput} when there is no such connection, or nothing to call behind it.
 */
export async function requestSync(
  context: AppContext,
  adapters: AdapterRegistry,
  connectionId: string,
): Promise<string | undefined> {
  const { database, organization, actor } = context
  const connection = await withOrganization(database, organization.id, async (tx) => {
    const there = await findConnection(tx, connectionId)
    if (there === undefined) throw new NotFound(`There is no connection "${connectionId.slice(0, 60)}".`)
    if (there.kind === 'source' && !adapters.sources.has(there.adapter)) {
      throw new InvalidInput(`"${connectionId}" is read from files: import the newest one in place of a sync.`)
    }
    await recordActivity(tx, context, { action: 'request-sync', subject: connectionId, details: { kind: there.kind } })
    return there
  })
  const payload = { organizationId: organization.id, connectionId, actor }
  if (connection.kind === 'ledger') return enqueueJob(context, 'sync-ledger', payload, `lists ${connectionId}`)
  return enqueueJob(context, 'sync-source', { ...payload, full: false }, connectionId)
}
