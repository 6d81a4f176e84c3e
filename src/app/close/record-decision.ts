import { randomUUID } from 'node:crypto'
import type { BillingConfig } from '../../domain/billing-config.ts'
import { carryingKinds, type CarriedLine, type DecisionKind } from '../../domain/decision.ts'
import type { Period } from '../../domain/period.ts'
import { decimal } from '../../money/decimal.ts'
import type { StatedFinding } from '../../reconciliation/decisions/month-state.ts'
import type { Finding } from '../../reconciliation/tie-out.ts'
import { billedCarriedIds } from '../../store/carried-lines.ts'
import type { Transaction } from '../../store/database.ts'
import { lockDecisionsInForce, saveDecision, withdrawDecision, type StoredDecision } from '../../store/decisions.ts'
import { carriedShares, type CarryRequest } from './carried-shares.ts'
import { readCarriedLines, writeCarriedLines } from './carried-text.ts'
import { DecisionRefused } from './close-failures.ts'
import { findingId } from './finding-id.ts'

/** What is decided, by a person or by a rule. */
export interface DecisionTerms {
  readonly period: Period
  readonly kind: DecisionKind
  readonly reason: string
  readonly carry: CarryRequest
}

export interface DecisionMade {
  readonly id: string
  readonly finding: StatedFinding<StoredDecision>
  readonly carried: readonly CarriedLine[]
}

/**
 * Works out what a decision on one difference puts on client invoices.
 * @param revenue What the client lines bill that the finding was compared with.
 * @throws {DecisionRefused} where that cannot be worked out, or a credit would charge the client.
 */
export function workDecision(
  finding: StatedFinding<StoredDecision>,
  terms: DecisionTerms,
  config: BillingConfig,
  revenue: Finding['revenue'],
): DecisionMade {
  const id = randomUUID()
  const carried = carryingKinds.has(terms.kind)
    ? carriedShares(finding.finding, terms.carry, { ...terms, config, id, revenue })
    : []
  if (terms.kind === 'credit-client') requireCredits(carried)
  return { id, finding, carried }
}

/** @throws {DecisionRefused} for a credit that would charge the client. */
function requireCredits(carried: readonly CarriedLine[]): void {
  const charge = carried.find(({ amount }) => decimal(amount).units > 0n)
  if (charge === undefined) return
  throw new DecisionRefused(
    `${charge.amount} ${charge.currency} would be charged to the client and not credited. Give the amount with a minus (--amount -12.34), or carry it instead.`,
  )
}

/**
 * Records a decision on one difference, in the place of those that are outdated.
 * @returns false where another one on the same difference is in force by now.
 * @throws {DecisionRefused} where what an outdated one carried is billed, so that only a stated amount can follow it.
 */
export async function recordDecision(
  tx: Transaction,
  { id, finding, carried }: DecisionMade,
  terms: DecisionTerms,
  by: { readonly actor: string; readonly at: Date; readonly ruleId: string | undefined },
): Promise<boolean> {
  await replaceOutdated(tx, finding, terms, { ...by, replacedBy: id })
  return saveDecision(tx, {
    id,
    month: terms.period.start,
    findingKey: finding.key,
    kind: terms.kind,
    cost: finding.finding.cost,
    currency: finding.finding.currency,
    reason: terms.reason,
    decidedBy: by.actor,
    decidedAt: by.at,
    carried: carried.length === 0 ? undefined : writeCarriedLines(carried),
    ruleId: by.ruleId,
  })
}

/**
 * Decisions on what the difference was before (another amount, another class) are taken back by the one that takes
 * their place: what they carry would be billed beside it.
 */
async function replaceOutdated(
  tx: Transaction,
  { key, outdated }: StatedFinding<StoredDecision>,
  { kind, carry }: DecisionTerms,
  { actor, at, replacedBy }: { readonly actor: string; readonly at: Date; readonly replacedBy: string },
): Promise<void> {
  if (outdated.length === 0) return
  const ids = outdated.map(({ id }) => id)
  const inForce = await lockDecisionsInForce(tx, ids)
  const standing = outdated.filter(({ id }) => inForce.has(id))
  // All are looked at before the first is taken back: a refusal leaves them as they were.
  for (const decision of standing) {
    const billed = await billedCarriedIds(tx, decision.carried === undefined ? [] : readCarriedLines(decision.carried))
    if (billed.size > 0 && carryingKinds.has(kind) && carry.amount === undefined) {
      throw new DecisionRefused(
        `${findingId(key)} was decided before, on ${decision.cost} ${decision.currency}, and what that carried is on a client invoice. State what is still to be billed beyond it (--amount 12.34).`,
      )
    }
  }
  for (const { id } of standing) {
    await withdrawDecision(tx, id, { at, by: actor, reason: 'the difference has changed since', replacedBy })
  }
}
