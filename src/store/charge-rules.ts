import { sql } from 'kysely'
import type { RuleKind } from '../domain/charge-rule.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Transaction } from './database.ts'

/** A remembered decision as it is stored. Never changed; at most withdrawn. */
export interface StoredChargeRule {
  readonly id: string
  readonly name: string
  /** JSON, which the caller checks. */
  readonly conditions: string
  readonly kind: RuleKind
  /** JSON, which the caller checks; undefined: it puts nothing on an invoice. */
  readonly carry: string | undefined
  readonly from: PlainDate
  readonly reason: string
  readonly madeBy: string
  readonly madeAt: Date
  readonly withdrawnAt: Date | undefined
  readonly withdrawnBy: string | undefined
  readonly withdrawnReason: string | undefined
}

type NewChargeRule = Omit<StoredChargeRule, 'withdrawnAt' | 'withdrawnBy' | 'withdrawnReason'>

interface ChargeRuleRow extends Omit<NewChargeRule, 'carry'> {
  readonly carry: string | null
  readonly withdrawnAt: Date | null
  readonly withdrawnBy: string | null
  readonly withdrawnReason: string | null
}

/** Stores a rule; false where another one in force has its name. */
export async function saveChargeRule(transaction: Transaction, rule: NewChargeRule): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into charge_rule (organization_id, id, name, conditions, kind, carry, from_month, reason, made_by, made_at)
    values (current_organization_id(), ${rule.id}, ${rule.name}, ${rule.conditions}, ${rule.kind}, ${rule.carry ?? null},
      ${rule.from}, ${rule.reason}, ${rule.madeBy}, ${rule.madeAt})
    on conflict (organization_id, lower(name)) where withdrawn_at is null do nothing
    returning id`.execute(transaction)
  return rows.length === 1
}

/** Takes the rule in force of this name back; false where there is none. */
export async function withdrawChargeRule(
  transaction: Transaction,
  name: string,
  withdrawn: { readonly at: Date; readonly by: string; readonly reason: string },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update charge_rule set withdrawn_at = ${withdrawn.at}, withdrawn_by = ${withdrawn.by},
      withdrawn_reason = ${withdrawn.reason}
    where lower(name) = lower(${name}) and withdrawn_at is null returning id`.execute(transaction)
  return rows.length === 1
}

/** Every rule that was ever made, those taken back included, by name. */
export async function listChargeRules(transaction: Transaction): Promise<readonly StoredChargeRule[]> {
  const { rows } = await sql<ChargeRuleRow>`
    select id, name, conditions, kind, carry, from_month as "from", reason, made_by as "madeBy", made_at as "madeAt",
      withdrawn_at as "withdrawnAt", withdrawn_by as "withdrawnBy", withdrawn_reason as "withdrawnReason"
    from charge_rule order by lower(name), made_at, id`.execute(transaction)
  return rows.map((row) => ({
    ...row,
    carry: row.carry ?? undefined,
    withdrawnAt: row.withdrawnAt ?? undefined,
    withdrawnBy: row.withdrawnBy ?? undefined,
    withdrawnReason: row.withdrawnReason ?? undefined,
  }))
}

/** The differences on which a person took a rule's decision back: it decides nothing on them again. */
export async function findingsWithoutRule(transaction: Transaction): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ ruleId: string; findingKey: string }>`
    select distinct rule_id as "ruleId", finding_key as "findingKey" from tie_out_decision
    where rule_id is not null and withdrawn_at is not null and replaced_by is null`.execute(transaction)
  return new Set(rows.map(({ ruleId, findingKey }) => `${ruleId}\n${findingKey}`))
}
