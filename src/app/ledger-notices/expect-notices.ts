import { findConnection } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { deleteSecret, saveSecret } from '../../store/secrets.ts'
import { InvalidInput, NotFound } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'

/**
 * From now on takes the notices of a ledger, signed with this secret; undefined: takes none any more.
 * @returns where the ledger shall send them, below the address of the page.
 * @throws {NotFound} when there is no such ledger connection. @throws {InvalidInput} when its ledger sends none.
 */
export async function expectNotices(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  { connectionId, secret }: { readonly connectionId: string; readonly secret: string | undefined },
): Promise<string> {
  const { database, organization } = context
  await withOrganization(database, organization.id, async (tx) => {
    const connection = await findConnection(tx, connectionId)
    if (connection?.kind !== 'ledger') throw new NotFound(`There is no ledger connection "${connectionId}".`)
    const adapter = adapters.ledgers.get(connection.adapter)
    if (adapter?.notices === undefined) {
      throw new InvalidInput(
        `${adapter?.label ?? connection.adapter} sends no notices. Its changes are found by asking.`,
      )
    }
    const name = { connectionId, name: adapter.notices.secret }
    if (secret === undefined) await deleteSecret(tx, name)
    else await saveSecret(tx, { ...name, value: secret }, { keys, now: database.clock.now() })
    const details = { notices: secret === undefined ? 'off' : 'on' }
    await recordActivity(tx, context, { action: 'connect', subject: connectionId, details })
  })
  return `/api/v1/ledger-notices/${organization.id}/${connectionId}`
}
