import { randomUUID } from 'node:crypto'
import { carryingKinds, type CarriedLine, type DecisionKind } from '../../domain/decision.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import type { BillingConfig } from '../../domain/billing-config.ts'
import { decimal } from '../../money/decimal.ts'
import { costsOf, type StatedFinding } from '../../reconciliation/decisions/month-state.ts'
import { revenueOfGroup } from '../../reconciliation/decisions/revenue-of-group.ts'
import type { Activity } from '../../store/activity.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { billedCarriedIds } from '../../store/carried-lines.ts'
import {
  lockDecisionsInForce,
  saveDecision,
  withdrawDecision,
  type NewDecision,
  type StoredDecision,
} from '../../store/decisions.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { sha256 } from '../../support/hash.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { requireBillingConfig } from '../run/require-billing-config.ts'
import { carriedShares, type CarryRequest } from './carried-shares.ts'
import { readCarriedLines, writeCarriedLines } from './carried-text.ts'
import { alreadyDecided, chooseFindings, type WhichFindings } from './choose-findings.ts'
import { DecisionRefused, MonthOvertaken } from './close-failures.ts'
import { requireOpenMonth } from './require-open-month.ts'
import { findingId, showMonth } from './show-month.ts'

export interface DecisionRequest {
  readonly period: Period
  readonly which: WhichFindings
  readonly kind: DecisionKind
  readonly reason: string
  readonly carry: CarryRequest
  /** What {@link previewDecision} showed, by its hash; undefined: it was not looked at before. */
  readonly previewSha256?: string | undefined
}

export interface DecisionMade {
  readonly id: string
  readonly finding: StatedFinding<StoredDecision>
  readonly carried: readonly CarriedLine[]
}

export interface DecisionPreview {
  readonly findings: readonly StatedFinding<StoredDecision>[]
  /** The very lines that the decision would put on client invoices. */
  readonly lines: readonly CarriedLine[]
  readonly sha256: string
}

/**
 * Records a person's decision on differences of a month, all of them or none. What it carries to client invoices stands
 * on the next run's dry run, to be reviewed there like everything else.
 * @throws {DecisionRefused | MonthOvertaken | MonthClosed} and what making the tie-out throws.
 */
export async function decideFindings(
  context: AppContext,
  adapters: AdapterRegistry,
  request: DecisionRequest,
): Promise<readonly DecisionMade[]> {
  const { database, organization, actor } = context
  if (request.reason.trim() === '') throw new DecisionRefused('Say why, for the record: --why "…"')
  const plan = await planDecision(context, adapters, request)
  return withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, request.period, 'its differences are decided for good')
    const made = plan(await configOf(tx, request.period))
    if (request.previewSha256 !== undefined && request.previewSha256 !== hashOf(made)) {
      throw new MonthOvertaken(request.period, 'what the decision would put on client invoices has changed')
    }
    for (const { id, finding, carried } of made) {
      await replaceOutdated(tx, finding, request, {
        at: database.clock.now(),
        by: actor,
        reason: 'the difference has changed since',
      })
      const decision = newDecision(request, finding, { id, by: actor, at: database.clock.now(), carried })
      if (!(await saveDecision(tx, decision))) throw alreadyDecided(finding)
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
  const config = await withOrganization(database, organization.id, (tx) => configOf(tx, request.period))
  const made = plan(config)
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
    chosen.map((finding) => {
      const id = randomUUID()
      const revenue = revenueOfGroup(all, finding.finding)
      const carried = carryingKinds.has(request.kind)
        ? carriedShares(finding.finding, request.carry, { ...request, config, id, revenue })
        : []
      if (request.kind === 'credit-client') requireCredits(carried)
      return { id, finding, carried }
    })
}

/** @throws {DecisionRefused} for a credit that would charge the client. */
function requireCredits(carried: readonly CarriedLine[]): void {
  const charge = carried.find(({ amount }) => decimal(amount).units > 0n)
  if (charge === undefined) return
  throw new DecisionRefused(
    `${charge.amount} ${charge.currency} would be charged to the client and not credited. Give the amount with a minus (--amount -12.34), or carry it instead.`,
  )
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

/**
 * Decisions on what the difference was before (another amount, another class) are taken back by the one that takes
 * their place: what they carry would be billed beside it.
 */
async function replaceOutdated(
  tx: Transaction,
  { key, outdated }: StatedFinding<StoredDecision>,
  request: DecisionRequest,
  withdrawn: Parameters<typeof withdrawDecision>[2],
): Promise<void> {
  if (outdated.length === 0) return
  const inForce = await lockDecisionsInForce(
    tx,
    outdated.map(({ id }) => id),
  )
  for (const decision of outdated.filter(({ id }) => inForce.has(id))) {
    const billed = await billedCarriedIds(tx, decision.carried === undefined ? [] : readCarriedLines(decision.carried))
    if (billed.size > 0 && carryingKinds.has(request.kind) && request.carry.amount === undefined) {
      throw new DecisionRefused(
        `${findingId(key)} was decided before, on ${decision.cost} ${decision.currency}, and what that carried is on a client invoice. State what is still to be billed beyond it (--amount 12.34).`,
      )
    }
    await withdrawDecision(tx, decision.id, withdrawn)
  }
}

function newDecision(
  request: DecisionRequest,
  { key, finding }: StatedFinding,
  made: {
    readonly id: string
    readonly by: string
    readonly at: Date
    readonly carried: readonly CarriedLine[]
  },
): NewDecision {
  return {
    id: made.id,
    month: request.period.start,
    findingKey: key,
    kind: request.kind,
    cost: finding.cost,
    currency: finding.currency,
    reason: request.reason,
    decidedBy: made.by,
    decidedAt: made.at,
    carried: made.carried.length === 0 ? undefined : writeCarriedLines(made.carried),
  }
}
