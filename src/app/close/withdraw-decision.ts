import { formatMonth, type Period } from '../../domain/period.ts'
import { withOrganization } from '../../store/database.ts'
import { decisionsInForce, lockDecisionsInForce, withdrawDecision, type StoredDecision } from '../../store/decisions.ts'
import { billedCarriedIds } from '../../store/carried-lines.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { readCarriedLines } from './carried-text.ts'
import { DecisionRefused } from './close-failures.ts'
import { requireOpenMonth } from './require-open-month.ts'
import { findingId, showMonth } from './show-month.ts'

/**
 * Takes a decision back, which stays on record. One whose line is on its way to the ledger, or there, cannot be: it is
 * corrected by the next. Only where its difference is gone there is no next, and taking it back is how a person says
 * that they have seen it.
 * @throws {DecisionRefused | MonthClosed} and what making the tie-out throws.
 */
export async function withdrawFinding(
  context: AppContext,
  adapters: AdapterRegistry,
  period: Period,
  id: string,
  reason: string,
): Promise<StoredDecision> {
  if (reason.trim() === '') throw new DecisionRefused('Say why, for the record: --why "…"')
  const asked = { period, id, reason }
  const { decision, outcome } = await withdraw(context, asked, false)
  if (outcome === 'withdrawn') return decision
  const { state } = await showMonth(context, adapters, period)
  if (!state.outdated.some((each) => each.id === decision.id)) {
    throw new DecisionRefused(
      `${findingId(decision.findingKey)} stands on a client invoice that was approved for posting. Decide the opposite in a later month instead.`,
    )
  }
  return (await withdraw(context, asked, true)).decision
}

interface Withdrawal {
  readonly period: Period
  readonly id: string
  readonly reason: string
}

async function withdraw(
  context: AppContext,
  { period, id, reason }: Withdrawal,
  evenIfBilled: boolean,
): Promise<{ readonly decision: StoredDecision; readonly outcome: 'withdrawn' | 'billed' }> {
  const { database, organization, actor } = context
  return withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, period, 'its differences are decided for good')
    const decision = findOne(await decisionsInForce(tx), id)
    // Locked first: a posting that begins now waits, and one that began is seen.
    await lockDecisionsInForce(tx, [decision.id])
    const billed = await billedCarriedIds(tx, decision.carried === undefined ? [] : readCarriedLines(decision.carried))
    if (billed.size > 0 && !evenIfBilled) return { decision, outcome: 'billed' }
    await withdrawDecision(tx, decision.id, { at: database.clock.now(), by: actor, reason })
    const { kind, cost, currency } = decision
    const details = { reason, decisions: [{ difference: findingId(decision.findingKey), kind, cost, currency }] }
    await recordActivity(tx, context, { action: 'withdraw-decisions', subject: formatMonth(period), details })
    return { decision, outcome: 'withdrawn' }
  })
}

function findOne(inForce: readonly StoredDecision[], id: string): StoredDecision {
  const matches = inForce.filter(({ findingKey }) => findingId(findingKey).startsWith(id.toLowerCase()))
  const [only] = matches
  if (only === undefined || matches.length > 1 || id.length < 4) {
    throw new DecisionRefused(`"${id}" names ${matches.length > 1 ? 'several decisions' : 'no decision in force'}.`)
  }
  return only
}
