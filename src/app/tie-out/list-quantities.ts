import { plainDateIn } from '../../domain/plain-date.ts'
import type { Period } from '../../domain/period.ts'
import { allQuantities } from '../../reconciliation/compare-quantities.ts'
import type { SubscriptionQuantities } from '../../reconciliation/quantities.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import { withOrganization } from '../../store/database.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { requireBillingConfig } from '../run/require-billing-config.ts'
import { loadTieOutInput } from './load-tie-out-input.ts'

/**
 * The three quantities of every subscription of a month, from what is known now (of a closed month too: what it was
 * closed on keeps those that drifted). @throws {NoBillingConfig}
 */
export async function listQuantities(
  { database, organization }: AppContext,
  adapters: AdapterRegistry,
  period: Period,
): Promise<readonly SubscriptionQuantities[]> {
  const today = plainDateIn(organization.timeZone, database.clock.now())
  return withOrganization(database, organization.id, async (tx) => {
    const config = readStoredConfig(await requireBillingConfig(tx, period))
    return allQuantities(await loadTieOutInput(tx, adapters, config, period, today))
  })
}
