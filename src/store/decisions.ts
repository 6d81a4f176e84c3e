import { sql } from 'kysely'
import type { Period } from '../domain/period.ts'
import type { Decision, DecisionKind } from '../domain/decision.ts'
import type { Transaction } from './database.ts'

/** A person's decision on a difference that a tie-out found. Never changed; at most withdrawn. */
export interface StoredDecision extends Decision {
  readonly id: string
  readonly reason: string
  readonly decidedBy: string
  readonly decidedAt: Date
  /** What it puts on client invoices (JSON), where it puts anything there. */
  readonly carried: string | undefined
  /** The rule that decided; undefined: a person did. */
  readonly ruleId: string | undefined
  readonly withdrawnAt: Date | undefined
  readonly withdrawnBy: string | undefined
  readonly withdrawnReason: string | undefined
}

export type NewDecision = Pick<
  StoredDecision,
  | 'id'
  | 'month'
  | 'findingKey'
  | 'kind'
  | 'cost'
  | 'currency'
  | 'reason'
  | 'decidedBy'
  | 'decidedAt'
  | 'carried'
  | 'ruleId'
>

interface DecisionRow {
  readonly id: string
  readonly month: string
  readonly findingKey: string
  readonly kind: DecisionKind
  readonly cost: string
  readonly currency: string
  readonly reason: string
  readonly decidedBy: string
  readonly decidedAt: Date
  readonly carried: string | null
  readonly ruleId: string | null
  readonly withdrawnAt: Date | null
  readonly withdrawnBy: string | null
  readonly withdrawnReason: string | null
}

const columns = sql`id, month, finding_key as "findingKey", kind, cost, currency, reason, decided_by as "decidedBy",
  decided_at as "decidedAt", carried, rule_id as "ruleId", withdrawn_at as "withdrawnAt", withdrawn_by as "withdrawnBy",
  withdrawn_reason as "withdrawnReason"`

/** Stores a decision; false where another one on the same finding is in force. */
export async function saveDecision(transaction: Transaction, decision: NewDecision): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into tie_out_decision (organization_id, id, month, finding_key, kind, cost, currency, reason, decided_by,
      decided_at, carried, rule_id)
    values (current_organization_id(), ${decision.id}, ${decision.month}, ${decision.findingKey}, ${decision.kind},
      ${decision.cost}, ${decision.currency}, ${decision.reason}, ${decision.decidedBy}, ${decision.decidedAt},
      ${decision.carried ?? null}, ${decision.ruleId ?? null})
    on conflict (organization_id, finding_key) where withdrawn_at is null do nothing
    returning id`.execute(transaction)
  return rows.length === 1
}

/** Takes a decision back; the row stays, with who and why. False where it is not in force. */
export async function withdrawDecision(
  transaction: Transaction,
  id: string,
  withdrawn: { readonly at: Date; readonly by: string; readonly reason: string; readonly replacedBy?: string },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update tie_out_decision set withdrawn_at = ${withdrawn.at}, withdrawn_by = ${withdrawn.by},
      withdrawn_reason = ${withdrawn.reason}, replaced_by = ${withdrawn.replacedBy ?? null}
    where id = ${id} and withdrawn_at is null returning id`.execute(transaction)
  return rows.length === 1
}

/** Those of some decisions that are in force; they stay so until the transaction ends. */
export async function lockDecisionsInForce(
  transaction: Transaction,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from tie_out_decision where id = any(${ids}::uuid[]) and withdrawn_at is null
    order by id for update`.execute(transaction)
  return new Set(rows.map(({ id }) => id))
}

/** All decisions that are in force, oldest first. A finding that touches two months is decided once. */
export async function decisionsInForce(transaction: Transaction): Promise<readonly StoredDecision[]> {
  const { rows } = await sql<DecisionRow>`
    select ${columns} from tie_out_decision where withdrawn_at is null order by decided_at, id`.execute(transaction)
  return rows.map(toDecision)
}

/** Each decision that was ever made in a month, those taken back included, oldest first. */
export async function decisionsOfMonth(transaction: Transaction, period: Period): Promise<readonly StoredDecision[]> {
  const { rows } = await sql<DecisionRow>`
    select ${columns} from tie_out_decision where month = ${period.start} order by decided_at, id`.execute(transaction)
  return rows.map(toDecision)
}

/**
 * The decisions that put something on a client invoice, as they stood at a moment: a run that is made again from the
 * same evidence sees the same ones.
 */
export async function carryingDecisions(transaction: Transaction, at: Date): Promise<readonly StoredDecision[]> {
  const { rows } = await sql<DecisionRow>`
    select ${columns} from tie_out_decision
    where carried is not null and decided_at <= ${at} and (withdrawn_at is null or withdrawn_at > ${at})
    order by decided_at, id`.execute(transaction)
  return rows.map(toDecision)
}

function toDecision(row: DecisionRow): StoredDecision {
  return {
    ...row,
    carried: row.carried ?? undefined,
    ruleId: row.ruleId ?? undefined,
    withdrawnAt: row.withdrawnAt ?? undefined,
    withdrawnBy: row.withdrawnBy ?? undefined,
    withdrawnReason: row.withdrawnReason ?? undefined,
  }
}
