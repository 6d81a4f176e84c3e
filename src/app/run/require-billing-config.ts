import type { Period } from '../../domain/period.ts'
import { billingConfigFor, listBillingConfigVersions, type BillingConfigVersion } from '../../store/billing-configs.ts'
import type { Transaction } from '../../store/database.ts'
import { NoBillingConfig } from './run-failures.ts'

/**
 * The version of the billing config in force for a month.
 * @throws {NoBillingConfig} that says from when on there is one.
 */
export async function requireBillingConfig(tx: Transaction, period: Period): Promise<BillingConfigVersion> {
  const stored = await billingConfigFor(tx, period.start)
  if (stored !== undefined) return stored
  const versions = await listBillingConfigVersions(tx)
  throw new NoBillingConfig(
    period,
    versions.map(({ effectiveFrom }) => effectiveFrom),
  )
}
