import type { Period } from '../../domain/period.ts'
import { monthState, type MonthState } from '../../reconciliation/decisions/month-state.ts'
import { withOrganization } from '../../store/database.ts'
import { decisionsInForce, type StoredDecision } from '../../store/decisions.ts'
import { closingOf, type MonthClosing } from '../../store/month-closings.ts'
import { Remembered } from '../../support/remembered.ts'
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
 * it was closed. Looking decides nothing: see {@link makeTieOut}. @throws {MonthNotBegun | NoBillingConfig}
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
    state: stateWith(standing, await decisionsInForce(tx)),
    closing: await closingOf(tx, period),
  }))
}

/** Weighed by their findings. */
const remembered = new Remembered<MonthState<StoredDecision>>(250_000)

/** A tie-out never changes, nor does a decision; the same of them give the same state. */
function stateWith(
  { tieOut, sha256 }: StandingTieOut,
  decisions: readonly StoredDecision[],
): MonthState<StoredDecision> {
  const key = [sha256, ...decisions.map(({ id }) => id)].join(' ')
  const known = remembered.get(key)
  if (known !== undefined) return known
  const state = monthState(tieOut, decisions)
  remembered.keep(key, state, state.findings.length)
  return state
}
