import { plainDateIn } from '../../domain/plain-date.ts'
import type { Period } from '../../domain/period.ts'
import { reconcilePeriod } from '../../reconciliation/reconcile-period.ts'
import type { PeriodTieOut } from '../../reconciliation/tie-out.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import { withOrganization } from '../../store/database.ts'
import { saveTieOut } from '../../store/tie-outs.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { requireBillingConfig } from '../run/require-billing-config.ts'
import { MonthNotBegun } from '../run/run-failures.ts'
import { loadTieOutInput } from './load-tie-out-input.ts'

/**
 * Ties the distributors' invoices that touch a billing period to what was posted for it, and keeps the result.
 * @throws {MonthNotBegun | NoBillingConfig}
 */
export async function reconcileMonth(
  context: AppContext,
  adapters: AdapterRegistry,
  period: Period,
): Promise<PeriodTieOut> {
  const { database, organization } = context
  const today = plainDateIn(organization.timeZone, database.clock.now())
  if (period.start > today) throw new MonthNotBegun(period, today)
  return withOrganization(database, organization.id, async (tx) => {
    const stored = await requireBillingConfig(tx, period)
    const config = readStoredConfig(stored)
    const tieOut = reconcilePeriod(await loadTieOutInput(tx, adapters, config, period, today))
    const result = canonicalJson(tieOut)
    await saveTieOut(tx, { period, verdict: tieOut.verdict, result, now: database.clock.now() })
    return tieOut
  })
}
