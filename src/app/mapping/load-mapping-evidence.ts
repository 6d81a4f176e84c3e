import { readStoredConfig } from '../../config/read-stored-config.ts'
import type { LedgerFacts } from '../../ledgers/gateway.ts'
import { listBillingConfigVersions, readBillingConfigVersion } from '../../store/billing-configs.ts'
import { listConnections } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { newestRecords } from '../../store/observations.ts'
import { readCompany, readProduct, readSubscription } from '../../store/record-schemas.ts'
import { NotFound } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { keptLedgerFacts } from '../ledger-facts.ts'
import type { MappingEvidence } from './find-mapping-gaps.ts'

/** What is mapped is looked at in the newest config, and in what was synced last. */
export interface LoadedMapping extends MappingEvidence {
  readonly version: number
  readonly yaml: string
}

/** @throws {NotFound} where there is no config yet. */
export async function loadMappingEvidence(context: AppContext): Promise<LoadedMapping> {
  const { database, organization } = context
  const read = await withOrganization(database, organization.id, async (tx) => {
    const newest = (await listBillingConfigVersions(tx)).at(-1)?.version
    return {
      stored: newest === undefined ? undefined : await readBillingConfigVersion(tx, newest),
      companies: await newestRecords(tx, { noun: 'company' }),
      products: await newestRecords(tx, { noun: 'product' }),
      subscriptions: await newestRecords(tx, { noun: 'subscription' }),
      connections: await listConnections(tx, 'ledger'),
    }
  })
  const { stored } = read
  if (stored === undefined) {
    throw new NotFound('There is no billing config yet, so nothing is mapped. `seatledger config suggest` begins one.')
  }
  const ledgers = new Map<string, LedgerFacts>()
  for (const { id } of read.connections) {
    const facts = await keptLedgerFacts(context, id)
    if (facts !== undefined) ledgers.set(id, facts)
  }
  const subscriptions = read.subscriptions.map((row) => of(row, readSubscription))
  return {
    version: stored.version,
    yaml: stored.source,
    config: readStoredConfig(stored),
    companies: read.companies.map((row) => of(row, readCompany)),
    products: read.products.map((row) => of(row, readProduct)),
    held: subscriptions.filter(
      ({ status, quantity }) =>
        status !== 'cancelled' && status !== 'converted' && (quantity === 'unknown' || quantity.units !== 0n),
    ),
    ledgers,
  }
}

function of<T>(
  { connectionId, state }: { readonly connectionId: string; readonly state: string | undefined },
  read: (text: string) => T,
): T & { readonly connectionId: string } {
  return { connectionId, ...read(state ?? '') }
}
