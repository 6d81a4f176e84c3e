import type { DecisionKind, CarriedLine } from '../../domain/decision.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import type { BillingConfig } from '../../domain/billing-config.ts'
import { costsOf, type StatedFinding } from '../../reconciliation/decisions/month-state.ts'
import { revenueOfGroup } from '../../reconciliation/decisions/revenue-of-group.ts'
import type { Activity } from '../../store/activity.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import type { StoredDecision } from '../../store/decisions.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { sha256 } from '../../support/hash.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { requireBillingConfig } from '../run/require-billing-config.ts'
import type { CarryRequest } from './carried-shares.ts'
import { chargesBehind } from './charges-behind.ts'
import { alreadyDecided, chooseFindings, type WhichFindings } from './choose-findings.ts'
import { DecisionRefused, MonthOvertaken } from './close-failures.ts'
import { findingId } from './finding-id.ts'
import { recordDecision, workDecision, type DecisionMade } from './record-decision.ts'
import { rememberRule, type RememberRequest } from './remember-rule.ts'
import { requireOpenMonth } from './require-open-month.ts'
import { showMonth } from './show-month.ts'
import { requireWithinWriteOffLimit } from './write-off-limits.ts'

export interface DecisionRequest {
  readonly period: Period
  readonly which: WhichFindings
  readonly kind: DecisionKind
  readonly reason: string
  readonly carry: CarryRequest
  /** What {@link previewDecision} showed, by its hash; undefined: it was not looked at before. */
  readonly previewSha256?: string | undefined
  /** Decides the same in the months to come; undefined: it is decided this once. */
  readonly remember?: RememberRequest | undefined
}

export interface DecisionPreview {
  readonly findings: readonly StatedFinding<StoredDecision>[]
  /** The very lines that the decision would put on client invoices. */
  readonly lines: readonly CarriedLine[]
  readonly sha256: string
}

/**
 * Records a person's decision on differences of a month, all of them or none, and the rule that is to remember it. What
 * it carries to client invoices stands on the next run's dry run, to be reviewed there like everything else.
 * @throws {DecisionRefused | WriteOffBeyondLimit | MonthOvertaken | MonthClosed} and what making the tie-out throws.
 */
export async function decideFindings(
  context: AppContext,
  adapters: AdapterRegistry,
  request: DecisionRequest,
): Promise<readonly DecisionMade[]> {
  const { database, organization } = context
  if (request.reason.trim() === '') throw new DecisionRefused('Say why, for the record: --why "…"')
  const plan = await planDecision(context, adapters, request)
  return withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, request.period, 'its differences are decided for good')
    const made = plan(await configOf(tx, request.period))
    if (request.previewSha256 !== undefined && request.previewSha256 !== hashOf(made)) {
      throw new MonthOvertaken(request.period, 'what the decision would put on client invoices has changed')
    }
    if (request.kind === 'write-off') await requireWithinWriteOffLimit(tx, context, request.period, made)
    const rule = await remembered(tx, context, request, made)
    const reason = rule === undefined ? request.reason : `${request.reason} (remembered as rule "${rule.name}")`
    const by = { actor: context.actor, at: database.clock.now(), ruleId: rule?.id }
    for (const one of made) {
      if (!(await recordDecision(tx, one, { ...request, reason }, by))) throw alreadyDecided(one.finding)
    }
    await recordActivity(tx, context, decisionActivity(request, made))
    return made
  })
}

/** What a decision would do, without making it. @throws as {@link decideFindings} does. */
export async function previewDecision(
  context: AppContext,
  adapters: AdapterRegistry,
  request: Omit<DecisionRequest, 'previewSha256'>,
): Promise<DecisionPreview> {
  const plan = await planDecision(context, adapters, request)
  const { database, organization } = context
  const made = await withOrganization(database, organization.id, async (tx) => {
    const planned = plan(await configOf(tx, request.period))
    if (request.kind === 'write-off') await requireWithinWriteOffLimit(tx, context, request.period, planned)
    return planned
  })
  return {
    findings: made.map(({ finding }) => finding),
    lines: made.flatMap(({ carried }) => carried),
    sha256: hashOf(made),
  }
}

/** Chooses what is decided on; what it carries is known once the config is. */
async function planDecision(
  context: AppContext,
  adapters: AdapterRegistry,
  request: DecisionRequest,
): Promise<(config: BillingConfig) => readonly DecisionMade[]> {
  const { state } = await showMonth(context, adapters, request.period)
  const chosen = chooseFindings(state.findings, request.which, request.period)
  const all = state.findings.map(({ finding }) => finding)
  return (config) =>
    chosen.map((finding) => workDecision(finding, request, config, revenueOfGroup(all, finding.finding)))
}

async function remembered(
  tx: Transaction,
  context: AppContext,
  { remember, ...request }: DecisionRequest,
  made: readonly DecisionMade[],
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  if (remember === undefined) return undefined
  const findings = made.map(({ finding }) => finding.finding)
  const behind = await chargesBehind(tx, findings)
  const rule = await rememberRule(tx, context, { ...request, remember }, findings.flatMap(behind))
  return { id: rule.id, name: remember.name.trim() }
}

/** Names what a decision does; which ids it will have does not count. */
function hashOf(made: readonly DecisionMade[]): string {
  const effect = made.map(({ finding: { key, finding }, carried }) => ({
    key,
    cost: finding.cost,
    lines: carried.map(({ carriedId: _id, reason: _reason, ...line }) => line),
  }))
  return sha256(canonicalJson(effect))
}

function decisionActivity(
  { kind, reason, period }: DecisionRequest,
  made: readonly DecisionMade[],
): Pick<Activity, 'action' | 'subject' | 'details'> {
  const differences = made.map(({ finding }) => findingId(finding.key))
  const details = { kind, reason, differences, cost: costsOf(made.map(({ finding }) => finding)) }
  return { action: 'decide-differences', subject: formatMonth(period), details }
}

async function configOf(tx: Transaction, period: Period): Promise<BillingConfig> {
  const stored = await requireBillingConfig(tx, period)
  return readStoredConfig(stored)
}
