import { listConnections } from '../../store/connections.ts'
import { withOrganization, type Database } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { listOrganizations, type Organization } from '../../store/organizations.ts'
import { readSecret } from '../../store/secrets.ts'
import { systemClock } from '../../support/clock.ts'
import { Failure } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import { enqueueJob } from '../jobs/enqueue-job.ts'
import { listGrantedLedgers } from '../sync/granted-ledgers.ts'

/** A notice as it came, from whoever sent it. */
export interface Notice {
  readonly organizationId: string
  readonly connectionId: string
  /** The headers by their names in lower case. */
  readonly header: (name: string) => string | undefined
  readonly body: Uint8Array
}

interface NoticeTools {
  readonly database: Database
  readonly adapters: AdapterRegistry
  readonly keys: KeyRing
}

/** Notices come in swarms, one for each invoice of ours too: so long they are gathered before the ledger is read once. */
const gatheredMilliseconds = 60_000

/** Larger ones are none of a ledger's. */
const largestNotice = 256 * 1024

/**
 * Takes a ledger's notice that something changed there. Its signature alone says whether it is the ledger's; what it says
 * is never believed: it only has the changes of the companies named read, soon, and once for all notices of a minute.
 * @returns the connections whose changes will be read.
 * @throws {NoticeRefused} for an unknown connection, one that takes no notices, and a signature that is not right: who
 *   guesses is told nothing of which.
 */
export async function takeNotice(
  { database, adapters, keys }: NoticeTools,
  notice: Notice,
): Promise<readonly string[]> {
  const organization = (await listOrganizations(database)).find(({ id }) => id === notice.organizationId)
  if (organization === undefined || notice.body.length > largestNotice) throw new NoticeRefused()
  const concerned = await concernedConnections(organization, { database, adapters, keys }, notice)
  const context = { database, organization, actor: `notice of ${notice.connectionId}` }
  // Waiting jobs go by the database's clock, which is real whatever time it is here.
  const startAfter = new Date(systemClock.now().getTime() + gatheredMilliseconds)
  for (const connectionId of concerned) {
    const payload = { organizationId: organization.id, connectionId, actor: context.actor }
    await enqueueJob(context, 'find-drift', payload, `drift ${connectionId}`, { startAfter })
  }
  return concerned
}

async function concernedConnections(
  { id: organizationId }: Organization,
  { database, adapters, keys }: NoticeTools,
  { connectionId, header, body }: Notice,
): Promise<readonly string[]> {
  return withOrganization(database, organizationId, async (tx) => {
    const connections = await listConnections(tx, 'ledger')
    const addressed = connections.find(({ id }) => id === connectionId)
    const notices = adapters.ledgers.get(addressed?.adapter ?? '')?.notices
    if (addressed === undefined || notices === undefined) throw new NoticeRefused()
    const secret = await readSecret(tx, { connectionId, name: notices.secret }, keys)
    const signature = header(notices.signatureHeader)
    if (secret === undefined || signature === undefined || !notices.isSigned(body, signature, secret)) {
      throw new NoticeRefused()
    }
    // An app has one address for all companies that are connected through it.
    const named = new Set(notices.companiesIn(body))
    const granted = new Set((await listGrantedLedgers(tx)).map((ledger) => ledger.connectionId))
    return connections
      .filter(({ id, adapter }) => adapter === addressed.adapter && granted.has(id))
      .filter(({ settings }) => named.has(notices.companyOf(settings) ?? ''))
      .map(({ id }) => id)
  })
}

class NoticeRefused extends Failure {
  override readonly code = 'notice.refused'

  constructor() {
    super('This notice is not taken: its signature is not that of a ledger that is connected here.')
  }
}
