import { formatMonth, type Period } from '../../domain/period.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import { chooseRule } from '../../reconciliation/decisions/choose-rule.ts'
import { monthState, type StatedFinding } from '../../reconciliation/decisions/month-state.ts'
import { revenueOfGroup } from '../../reconciliation/decisions/revenue-of-group.ts'
import type { PeriodTieOut } from '../../reconciliation/tie-out.ts'
import { findingsWithoutRule, listChargeRules } from '../../store/charge-rules.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { decisionsInForce, type StoredDecision } from '../../store/decisions.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { requireBillingConfig } from '../run/require-billing-config.ts'
import { readRule, type RuleInForce } from './charge-rule-text.ts'
import { chargesBehind } from './charges-behind.ts'
import { DecisionRefused } from './close-failures.ts'
import { findingId } from './finding-id.ts'
import { recordDecision, workDecision } from './record-decision.ts'
import { requireOpenMonth } from './require-open-month.ts'

/** A rule that is about a difference and could not decide on it, which is therefore left to a person. */
export interface RuleNotApplied {
  readonly rule: string
  readonly findingKey: string
  readonly why: string
}

/**
 * Decides what the remembered rules decide of a month's differences. A rule takes the place of its own earlier decision
 * where the difference has changed; what a person decided, or took back from a rule, it leaves alone. Safe to repeat.
 * @throws {MonthClosed}
 */
export async function applyChargeRules(context: AppContext, tieOut: PeriodTieOut): Promise<readonly RuleNotApplied[]> {
  const { database, organization } = context
  const { period } = tieOut
  return withOrganization(database, organization.id, async (tx) => {
    const rules = await rulesInForce(tx, period)
    if (rules.length === 0) return []
    await requireOpenMonth(tx, period, 'no rule decides on it')
    const { findings } = monthState(tieOut, await decisionsInForce(tx))
    const asked = findings.filter(isForARule)
    if (asked.length === 0) return []
    const behind = await chargesBehind(
      tx,
      asked.map(({ finding }) => finding),
    )
    const leftAlone = await findingsWithoutRule(tx)
    const chosen = asked.flatMap((finding) => {
      const rule = chooseRule(rules, behind(finding.finding), period)
      return rule === undefined || leftAlone.has(`${rule.id}\n${finding.key}`) ? [] : [{ finding, rule }]
    })
    return decideByRules(tx, context, tieOut, chosen)
  })
}

async function rulesInForce(tx: Transaction, period: Period): Promise<readonly RuleInForce[]> {
  const stored = await listChargeRules(tx)
  return stored.filter(({ withdrawnAt, from }) => withdrawnAt === undefined && from <= period.start).map(readRule)
}

function isForARule({ state, outdated }: StatedFinding<StoredDecision>): boolean {
  if (state !== 'open' && state !== 'changed') return false
  return outdated.every(({ ruleId }) => ruleId !== undefined)
}

async function decideByRules(
  tx: Transaction,
  context: AppContext,
  tieOut: PeriodTieOut,
  chosen: readonly { readonly finding: StatedFinding<StoredDecision>; readonly rule: RuleInForce }[],
): Promise<readonly RuleNotApplied[]> {
  if (chosen.length === 0) return []
  const { period } = tieOut
  const config = readStoredConfig(await requireBillingConfig(tx, period))
  const all = tieOut.invoices.flatMap(({ findings }) => findings)
  const at = context.database.clock.now()
  const notApplied: RuleNotApplied[] = []
  const made = new Map<string, string[]>()
  for (const { finding, rule } of chosen) {
    const reason = `${rule.reason} (by rule "${rule.name}", since ${rule.from.slice(0, 7)})`
    const terms = { period, kind: rule.kind, carry: rule.carry, reason }
    const by = { actor: rule.madeBy, at, ruleId: rule.id }
    const outcome = await refusalAsText(() => {
      const decision = workDecision(finding, terms, config, revenueOfGroup(all, finding.finding))
      return recordDecision(tx, decision, terms, by)
    })
    if (typeof outcome === 'string') notApplied.push({ rule: rule.name, findingKey: finding.key, why: outcome })
    else if (outcome) made.set(rule.name, [...(made.get(rule.name) ?? []), findingId(finding.key)])
  }
  for (const [name, differences] of made) {
    const details = { month: formatMonth(period), differences }
    await recordActivity(
      tx,
      { ...context, actor: `rule ${name}` },
      { action: 'apply-charge-rule', subject: name, details },
    )
  }
  return notApplied
}

/** A rule that cannot be followed (a client that left, another currency) stops nothing; the text says why. */
async function refusalAsText(decide: () => Promise<boolean>): Promise<boolean | string> {
  try {
    return await decide()
  } catch (error) {
    if (error instanceof DecisionRefused) return error.message
    throw error
  }
}
