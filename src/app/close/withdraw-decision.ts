import { formatMonth, monthOf, type Period } from '../../domain/period.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { decisionsInForce, lockDecisionsInForce, withdrawDecision, type StoredDecision } from '../../store/decisions.ts'
import { billedCarriedIds } from '../../store/carried-lines.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { readCarriedLines } from './carried-text.ts'
import { DecisionRefused } from './close-failures.ts'
import { requireOpenMonth } from './require-open-month.ts'
import { findingId } from './finding-id.ts'
import { showMonth } from './show-month.ts'

/**
 * Takes decisions back, all or none; they stay on record. One whose line is on its way to the ledger, or there, cannot
 * be: it is corrected by the next. Only where its difference is gone there is no next, and taking it back is how a person
 * says that they have seen it.
 * @param which the ids of decisions, or short names of the differences that they are on.
 * @throws {DecisionRefused | MonthClosed} and what making the tie-out throws.
 */
export async function withdrawDecisions(
  context: AppContext,
  adapters: AdapterRegistry,
  period: Period,
  which: readonly string[],
  reason: string,
): Promise<readonly StoredDecision[]> {
  if (reason.trim() === '') throw new DecisionRefused('Say why, for the record: --why "…"')
  const { state } = await showMonth(context, adapters, period)
  const gone = new Set(state.outdated.map(({ id }) => id))
  const { database, organization, actor } = context
  return withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, period, 'its differences are decided for good')
    const inForce = await decisionsInForce(tx)
    const decisions = [...new Set(which.map((id) => findOne(inForce, id)))]
    if (decisions.length === 0) throw new DecisionRefused('Name at least one decision.')
    // Locked first: a posting that begins now waits, and one that began is seen.
    await lockDecisionsInForce(
      tx,
      decisions.map(({ id }) => id),
    )
    for (const decision of decisions) {
      await requireOpenMonth(tx, monthOf(decision.month), 'its differences are decided for good')
      if (!gone.has(decision.id)) await requireNotBilled(tx, decision)
      await withdrawDecision(tx, decision.id, { at: database.clock.now(), by: actor, reason })
    }
    const details = { reason, decisions: decisions.map(toDetails) }
    await recordActivity(tx, context, { action: 'withdraw-decisions', subject: formatMonth(period), details })
    return decisions
  })
}

function toDetails({ findingKey, kind, cost, currency }: StoredDecision): object {
  return { difference: findingId(findingKey), kind, cost, currency }
}

async function requireNotBilled(tx: Transaction, { findingKey, carried }: StoredDecision): Promise<void> {
  const billed = await billedCarriedIds(tx, carried === undefined ? [] : readCarriedLines(carried))
  if (billed.size === 0) return
  throw new DecisionRefused(
    `${findingId(findingKey)} stands on a client invoice that was approved for posting. Decide the opposite in a later month instead.`,
  )
}

function findOne(inForce: readonly StoredDecision[], name: string): StoredDecision {
  const wanted = name.toLowerCase()
  const matches = inForce.filter(
    ({ id, findingKey }) => id === wanted || (wanted.length >= 4 && findingId(findingKey).startsWith(wanted)),
  )
  const [only] = matches
  if (only === undefined || matches.length > 1) {
    throw new DecisionRefused(
      `"${name}" names ${matches.length > 1 ? 'several decisions' : 'no decision in force: it may have been taken back already'}.`,
    )
  }
  return only
}
