import { plainDateIn } from '../../domain/plain-date.ts'
import type { Period } from '../../domain/period.ts'
import { reconciliationVersion } from '../../reconciliation/reconciliation-version.ts'
import { reconcilePeriod } from '../../reconciliation/reconcile-period.ts'
import type { PeriodTieOut } from '../../reconciliation/tie-out.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import type { BillingConfigVersion } from '../../store/billing-configs.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { evidenceFingerprint } from '../../store/evidence-fingerprint.ts'
import { saveTieOut } from '../../store/tie-outs.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { requireBillingConfig } from '../run/require-billing-config.ts'
import { MonthNotBegun } from '../run/run-failures.ts'
import { loadTieOutInput } from './load-tie-out-input.ts'
import { rememberedTieOuts } from './remembered-tie-outs.ts'

/** A tie-out with the record of its making. */
export interface StandingTieOut {
  readonly tieOut: PeriodTieOut
  readonly sha256: string
  readonly madeAt: Date
  /** What it was worked from: see {@link tieOutBasis}. */
  readonly basis: string | undefined
}

/**
 * Ties the distributors' invoices that touch a billing period to what was posted for it, and keeps the result.
 * @throws {MonthNotBegun | NoBillingConfig}
 */
export async function reconcileMonth(
  context: AppContext,
  adapters: AdapterRegistry,
  period: Period,
): Promise<PeriodTieOut> {
  return (await workTieOut(context, adapters, period)).tieOut
}

/** The same, with its hash. @throws {MonthNotBegun | NoBillingConfig} */
export async function workTieOut(
  context: AppContext,
  adapters: AdapterRegistry,
  period: Period,
): Promise<StandingTieOut> {
  const { database, organization } = context
  const today = plainDateIn(organization.timeZone, database.clock.now())
  if (period.start > today) throw new MonthNotBegun(period, today)
  return withOrganization(database, organization.id, async (tx) => {
    const { basis, config: stored } = await tieOutBasis(tx, context, period)
    const tieOut = reconcilePeriod(await loadTieOutInput(tx, adapters, readStoredConfig(stored), period, today))
    const result = canonicalJson(tieOut)
    const now = database.clock.now()
    const note = await saveTieOut(tx, { period, verdict: tieOut.verdict, result, basis, now })
    rememberedTieOuts.keep(note.sha256, tieOut, result.length)
    return { tieOut, sha256: note.sha256, madeAt: note.createdAt, basis }
  })
}

/**
 * What a tie-out of the month would be worked from now: the rules, the config in force, the day, and all evidence. Asked
 * before the evidence is read, so that what comes in meanwhile is seen as a change and never missed.
 * @throws {NoBillingConfig}
 */
export async function tieOutBasis(
  tx: Transaction,
  { database, organization }: AppContext,
  period: Period,
): Promise<{ readonly basis: string; readonly config: BillingConfigVersion }> {
  const config = await requireBillingConfig(tx, period)
  const today = plainDateIn(organization.timeZone, database.clock.now())
  const evidence = await evidenceFingerprint(tx)
  return { basis: canonicalJson([reconciliationVersion, config.version, today, evidence]), config }
}
