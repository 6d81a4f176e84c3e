import { listConnections } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { stopCompany } from '../../store/postings-in-work.ts'
import type { AppContext } from '../context.ts'

/**
 * Stops all who post, in whatever process they run, before their next invoice; what is on its way comes to its end.
 * Posting again goes on.
 * @returns the ledgers that were stopped.
 */
export async function stopPosting({ database, organization, actor }: AppContext): Promise<readonly string[]> {
  return withOrganization(database, organization.id, async (tx) => {
    const ledgers = (await listConnections(tx, 'ledger')).map(({ id }) => id)
    const because = `${actor} stopped it. Run \`seatledger post\` to go on.`
    for (const ledger of ledgers) await stopCompany(tx, ledger, because)
    return ledgers
  })
}
