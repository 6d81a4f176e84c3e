import { readStoredConfig } from '../../config/read-stored-config.ts'
import type { LedgerFacts } from '../../ledgers/gateway.ts'
import { listBillingConfigVersions, readBillingConfigVersion } from '../../store/billing-configs.ts'
import { listConnections } from '../../store/connections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { newestRecords } from '../../store/observations.ts'
import { evidenceFingerprint } from '../../store/evidence-fingerprint.ts'
import { readSubscriptionState } from '../../store/read-subscription-state.ts'
import { readCompany, readProduct } from '../../store/record-schemas.ts'
import { NotFound } from '../../support/failure.ts'
import { Remembered } from '../../support/remembered.ts'
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
      supply: await suppliesNow(tx, organization.id),
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
  return {
    version: stored.version,
    yaml: stored.source,
    config: readStoredConfig(stored),
    ...read.supply,
    ledgers,
  }
}

type Supply = Pick<MappingEvidence, 'companies' | 'products' | 'held'>

const remembered = new Remembered<Supply>(4)

/** What the distributors told last, which is the same until something else has been synced or imported. */
async function suppliesNow(tx: Transaction, organizationId: string): Promise<Supply> {
  const key = `${organizationId} ${await evidenceFingerprint(tx)}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const companies = await newestRecords(tx, { noun: 'company' })
  const products = await newestRecords(tx, { noun: 'product' })
  const subscriptions = await newestRecords(tx, { noun: 'subscription' })
  const supply = {
    companies: companies.map((row) => of(row, readCompany)),
    products: products.map((row) => of(row, readProduct)),
    held: subscriptions
      .map((row) => of(row, (text) => readSubscriptionState(JSON.parse(text))))
      .filter(
        ({ status, quantity }) =>
          status !== 'cancelled' && status !== 'converted' && (quantity === 'unknown' || quantity.units !== 0n),
      ),
  }
  remembered.keep(key, supply)
  return supply
}

function of<T>(
  { connectionId, state }: { readonly connectionId: string; readonly state: string | undefined },
  read: (text: string) => T,
): T & { readonly connectionId: string } {
  return { connectionId, ...read(state ?? '') }
}
