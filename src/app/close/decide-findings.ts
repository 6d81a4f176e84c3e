import { randomUUID } from 'node:crypto'
import { carryingKinds, type CarriedLine, type DecisionKind } from '../../domain/decision.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import type { BillingConfig } from '../../domain/billing-config.ts'
import { costsOf, type StatedFinding } from '../../reconciliation/decisions/month-state.ts'
import { revenueOfGroup } from '../../reconciliation/decisions/revenue-of-group.ts'
import type { Finding } from '../../reconciliation/tie-out.ts'
import type { VarianceClass } from '../../reconciliation/variance-class.ts'
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
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { requireBillingConfig } from '../run/require-billing-config.ts'
import { carriedShares, type CarryRequest } from './carried-shares.ts'
import { readCarriedLines, writeCarriedLines } from './carried-text.ts'
import { DecisionRefused } from './close-failures.ts'
import { requireOpenMonth } from './require-open-month.ts'
import { findingId, showMonth } from './show-month.ts'

export interface DecisionRequest {
  readonly period: Period
  /** Short names of findings as they are shown; or `class`: every undecided finding of one class. */
  readonly which: { readonly ids: readonly string[] } | { readonly class: VarianceClass }
  readonly kind: DecisionKind
  readonly reason: string
  readonly carry: CarryRequest
}

export interface DecisionMade {
  readonly finding: StatedFinding<StoredDecision>
  readonly carried: readonly CarriedLine[]
}

/**
 * Records a person's decision on differences of a month, all of them or none. What it carries to client invoices stands
 * on the next run's dry run, to be reviewed there like everything else.
 * @throws {DecisionRefused | MonthClosed} and what making the tie-out throws.
 */
export async function decideFindings(
  context: AppContext,
  adapters: AdapterRegistry,
  request: DecisionRequest,
): Promise<readonly DecisionMade[]> {
  const { database, organization, actor } = context
  if (request.reason.trim() === '') throw new DecisionRefused('Say why, for the record: --why "…"')
  const { state } = await showMonth(context, adapters, request.period)
  const chosen = chooseFindings(state.findings, request)
  const all = state.findings.map(({ finding }) => finding)
  const revenueOf = ({ finding }: StatedFinding): Finding['revenue'] => revenueOfGroup(all, finding)
  return withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, request.period, 'its differences are decided for good')
    const config = await configOf(tx, request.period)
    const made: DecisionMade[] = []
    for (const finding of chosen) {
      await replaceOutdated(tx, finding, request, {
        at: database.clock.now(),
        by: actor,
        reason: 'the difference has changed since',
      })
      const id = randomUUID()
      const carried = carryingKinds.has(request.kind)
        ? carriedShares(finding.finding, request.carry, { ...request, config, id, revenue: revenueOf(finding) })
        : []
      const decision = newDecision(request, finding, { id, by: actor, at: database.clock.now(), carried })
      if (!(await saveDecision(tx, decision))) throw alreadyDecided(finding)
      made.push({ finding, carried })
    }
    await recordActivity(tx, context, decisionActivity(request, made))
    return made
  })
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
        `${findingId(key)} was decided before, on ${decision.cost} ${decision.currency}, and what that carried is on a client invoice. Say what is still to be billed beyond it: --amount 12.34`,
      )
    }
    await withdrawDecision(tx, decision.id, withdrawn)
  }
}

function chooseFindings(
  findings: readonly StatedFinding<StoredDecision>[],
  request: DecisionRequest,
): readonly StatedFinding<StoredDecision>[] {
  const { which, period } = request
  if ('class' in which) {
    const own = findings.filter(
      ({ finding, state }) => finding.class === which.class && (state === 'open' || state === 'changed'),
    )
    if (own.length === 0) throw new DecisionRefused(`Nothing of class "${which.class}" is undecided.`)
    return own
  }
  return which.ids.map((id) => findOne(findings, id, period))
}

function findOne(
  findings: readonly StatedFinding<StoredDecision>[],
  id: string,
  period: Period,
): StatedFinding<StoredDecision> {
  const matches = id.length < 4 ? [] : findings.filter(({ key }) => findingId(key).startsWith(id.toLowerCase()))
  const [only] = matches
  const list = `\`seatledger decide ${formatMonth(period)}\` lists them`
  if (only === undefined) throw new DecisionRefused(`The tie-out has no difference "${id}"; ${list}.`)
  if (matches.length > 1) throw new DecisionRefused(`"${id}" names several differences; ${list} with longer names.`)
  if (only.state === 'decided') throw alreadyDecided(only)
  return only
}

function alreadyDecided({ key, decision }: StatedFinding<StoredDecision>): DecisionRefused {
  const by = decision === undefined ? '' : ` (${decision.kind}, by ${decision.decidedBy}: ${decision.reason})`
  return new DecisionRefused(
    `${findingId(key)} is decided already${by}. Take that back first: \`seatledger decide --withdraw ${findingId(key)}\`.`,
  )
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
