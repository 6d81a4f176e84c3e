import { withOrganization } from '../../store/database.ts'
import { listChargeRules, withdrawChargeRule, type StoredChargeRule } from '../../store/charge-rules.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { readRule, type RuleInForce } from './charge-rule-text.ts'
import { DecisionRefused } from './close-failures.ts'

/** A remembered decision, with what became of it. */
export type ListedRule = RuleInForce &
  Pick<StoredChargeRule, 'madeAt' | 'withdrawnAt' | 'withdrawnBy' | 'withdrawnReason'>

/** Every rule that was ever made, those taken back included. */
export async function showChargeRules({ database, organization }: AppContext): Promise<readonly ListedRule[]> {
  const stored = await withOrganization(database, organization.id, (tx) => listChargeRules(tx))
  return stored.map((rule) => {
    const { madeAt, withdrawnAt, withdrawnBy, withdrawnReason } = rule
    return { ...readRule(rule), madeAt, withdrawnAt, withdrawnBy, withdrawnReason }
  })
}

/** Takes a rule back: it decides nothing more, and what it has decided stays. @throws {DecisionRefused} */
export async function withdrawRule(context: AppContext, name: string, reason: string): Promise<void> {
  if (reason.trim() === '') throw new DecisionRefused('Say why, for the record: --why "…"')
  const { database, organization, actor } = context
  await withOrganization(database, organization.id, async (tx) => {
    if (!(await withdrawChargeRule(tx, name, { at: database.clock.now(), by: actor, reason }))) {
      throw new DecisionRefused(`No rule "${name}" is in force. \`seatledger charge-rules\` lists those that are.`)
    }
    await recordActivity(tx, context, { action: 'withdraw-charge-rule', subject: name, details: { reason } })
  })
}
