import type { Period } from '../../domain/period.ts'
import { monthState, type MonthState } from '../../reconciliation/decisions/month-state.ts'
import type { PeriodTieOut } from '../../reconciliation/tie-out.ts'
import { withOrganization } from '../../store/database.ts'
import { decisionsInForce, type StoredDecision } from '../../store/decisions.ts'
import { closingOf, type MonthClosing } from '../../store/month-closings.ts'
import { sha256 } from '../../support/hash.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { reconcileMonth } from '../tie-out/reconcile-month.ts'

export interface MonthOverview {
  readonly tieOut: PeriodTieOut
  readonly state: MonthState<StoredDecision>
  readonly closing: MonthClosing | undefined
}

/** A month's tie-out as of now, with what was decided on it and what keeps it from being closed. */
export async function showMonth(
  context: AppContext,
  adapters: AdapterRegistry,
  period: Period,
): Promise<MonthOverview> {
  const tieOut = await reconcileMonth(context, adapters, period)
  const { database, organization } = context
  return withOrganization(database, organization.id, async (tx) => ({
    tieOut,
    state: monthState(tieOut, await decisionsInForce(tx)),
    closing: await closingOf(tx, period),
  }))
}

/** The short name of a finding, as it is shown and typed. */
export function findingId(key: string): string {
  return sha256(key).slice(0, 10)
}
