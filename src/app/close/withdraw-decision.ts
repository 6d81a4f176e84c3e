import { formatMonth, type Period } from '../../domain/period.ts'
import { withOrganization } from '../../store/database.ts'
import { decisionsInForce, lockDecisionsInForce, withdrawDecision, type StoredDecision } from '../../store/decisions.ts'
import { billedCarriedIds } from '../../store/carried-lines.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { readCarriedLines } from './carried-text.ts'
import { DecisionRefused } from './close-failures.ts'
import { requireOpenMonth } from './require-open-month.ts'
import { findingId } from './show-month.ts'

/**
 * Takes a decision back, which stays on record. One whose line is on its way to the ledger, or there, cannot be: it is
 * corrected by the next.
 * @throws {DecisionRefused | MonthClosed}
 */
export async function withdrawFinding(
  context: AppContext,
  period: Period,
  id: string,
  reason: string,
): Promise<StoredDecision> {
  if (reason.trim() === '') throw new DecisionRefused('Say why, for the record: --why "…"')
  const { database, organization, actor } = context
  return withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, period, 'its differences are decided for good')
    const inForce = await decisionsInForce(tx)
    const matches = inForce.filter(({ findingKey }) => findingId(findingKey).startsWith(id.toLowerCase()))
    const [only] = matches
    if (only === undefined || matches.length > 1 || id.length < 4) {
      throw new DecisionRefused(`"${id}" names ${matches.length > 1 ? 'several decisions' : 'no decision in force'}.`)
    }
    // Locked first: a posting that begins now waits, and one that began is seen.
    await lockDecisionsInForce(tx, [only.id])
    const billed = await billedCarriedIds(tx, only.carried === undefined ? [] : readCarriedLines(only.carried))
    if (billed.size > 0) {
      throw new DecisionRefused(
        `${findingId(only.findingKey)} stands on a client invoice that was approved for posting. Decide the opposite in a later month instead.`,
      )
    }
    await withdrawDecision(tx, only.id, { at: database.clock.now(), by: actor, reason })
    const { kind, cost, currency } = only
    const details = { reason, decisions: [{ difference: findingId(only.findingKey), kind, cost, currency }] }
    await recordActivity(tx, context, { action: 'withdraw-decisions', subject: formatMonth(period), details })
    return only
  })
}
