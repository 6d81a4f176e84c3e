import type { Period } from '../../domain/period.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { applyChargeRules, type RuleNotApplied } from './apply-charge-rules.ts'
import { showMonth, type MonthOverview } from './show-month.ts'

export interface MadeTieOut extends MonthOverview {
  /** Remembered rules that are about a difference and could not decide on it. */
  readonly rulesNotApplied: readonly RuleNotApplied[]
}

/**
 * Ties a month out as an act: worked from what is known now, and in an open month the remembered rules decide what they
 * are about, recorded as theirs. Looking at a month decides nothing. @throws {MonthNotBegun | NoBillingConfig}
 */
export async function makeTieOut(context: AppContext, adapters: AdapterRegistry, period: Period): Promise<MadeTieOut> {
  const found = await showMonth(context, adapters, period)
  if (found.closing !== undefined) return { ...found, rulesNotApplied: [] }
  const rulesNotApplied = await applyChargeRules(context, found.tieOut)
  return { ...(await showMonth(context, adapters, period)), rulesNotApplied }
}
