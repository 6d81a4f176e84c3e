import type { Period } from '../../domain/period.ts'
import { monthState, type MonthState } from '../../reconciliation/decisions/month-state.ts'
import { withOrganization } from '../../store/database.ts'
import { decisionsInForce, type StoredDecision } from '../../store/decisions.ts'
import { closingOf, type MonthClosing } from '../../store/month-closings.ts'
import { sha256 } from '../../support/hash.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { closedTieOut, currentTieOut } from '../tie-out/current-tie-out.ts'
import type { StandingTieOut } from '../tie-out/reconcile-month.ts'

export interface MonthOverview extends StandingTieOut {
  readonly state: MonthState<StoredDecision>
  readonly closing: MonthClosing | undefined
}

/**
 * A month's tie-out, with what was decided on it and what keeps it from being closed: as of now, or for a closed month as
 * it was closed. @throws {MonthNotBegun | NoBillingConfig}
 */
export async function showMonth(
  context: AppContext,
  adapters: AdapterRegistry,
  period: Period,
): Promise<MonthOverview> {
  const { database, organization } = context
  const closed = await withOrganization(database, organization.id, async (tx) => {
    const closing = await closingOf(tx, period)
    return closing === undefined ? undefined : closedTieOut(tx, closing)
  })
  const standing = closed ?? (await currentTieOut(context, adapters, period))
  return withOrganization(database, organization.id, async (tx) => ({
    ...standing,
    state: monthState(standing.tieOut, await decisionsInForce(tx)),
    closing: await closingOf(tx, period),
  }))
}

/** The short name of a finding, as it is shown and typed. */
export function findingId(key: string): string {
  return sha256(key).slice(0, 10)
}
