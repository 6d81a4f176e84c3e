import { randomUUID } from 'node:crypto'
import {
  conditionFields,
  conditionOf,
  conditionsInWords,
  ruleKinds,
  type ChargeConditions,
  type ConditionField,
  type RuleKind,
} from '../../domain/charge-rule.ts'
import { carryingKinds, type DecisionKind } from '../../domain/decision.ts'
import type { Period } from '../../domain/period.ts'
import { saveChargeRule } from '../../store/charge-rules.ts'
import type { Transaction } from '../../store/database.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import type { CarryRequest } from './carried-shares.ts'
import { writeConditions, writeRuleCarry } from './charge-rule-text.ts'
import type { VendorCharge } from './charges-behind.ts'
import { DecisionRefused } from './close-failures.ts'

/** What is to be remembered of a decision. */
export interface RememberRequest {
  readonly name: string
  /** What must be the same for the rule to decide; empty: the type and the narrowest that the charges say. */
  readonly match: readonly ConditionField[]
}

export interface RememberedRule {
  readonly id: string
  readonly conditions: ChargeConditions
}

/**
 * Remembers a decision as a rule from its month on. @throws {DecisionRefused} where a rule could not decide so, or the
 * charges have nothing in common that it could know others by.
 */
export async function rememberRule(
  tx: Transaction,
  context: AppContext,
  decision: {
    readonly period: Period
    readonly kind: DecisionKind
    readonly reason: string
    readonly carry: CarryRequest
    readonly remember: RememberRequest
  },
  charges: readonly VendorCharge[],
): Promise<RememberedRule> {
  const { remember, carry, period, reason } = decision
  const name = remember.name.trim()
  if (name === '' || name.length > 100) throw new DecisionRefused('Give the rule a name of 1 to 100 characters.')
  const kind = ruleKindOf(decision.kind)
  if (carryingKinds.has(kind) && carry.amount !== undefined) {
    throw new DecisionRefused(
      'A rule meets another cost each month, so it bills no stated amount. Say the markup on our cost instead: --markup 20, or --markup 0 to pass it on as it is.',
    )
  }
  const conditions = commonConditions(remember.match, charges)
  const id = randomUUID()
  const { database, actor } = context
  const saved = await saveChargeRule(tx, {
    ...{ id, name, kind, reason, from: period.start, madeBy: actor, madeAt: database.clock.now() },
    conditions: writeConditions(conditions),
    carry: carryingKinds.has(kind) ? writeRuleCarry(carry) : undefined,
  })
  if (!saved) {
    throw new DecisionRefused(
      `A rule "${name}" is in force already. Give this one another name, or take that one back: seatledger charge-rules --withdraw "${name}" --why "…"`,
    )
  }
  const details = { reason, kind, from: period.start, conditions: conditionsInWords(conditions) }
  await recordActivity(tx, context, { action: 'remember-charge-rule', subject: name, details })
  return { id, conditions }
}

function ruleKindOf(kind: DecisionKind): RuleKind {
  const known = ruleKinds.find((each) => each === kind)
  if (known !== undefined) return known
  throw new DecisionRefused(`"${kind}" is decided case by case; a rule can be one of ${ruleKinds.join(', ')}.`)
}

/** What narrows a rule to one kind of charge; a type, a vendor or a company alone would take in far too much. */
const telling: readonly ConditionField[] = ['product', 'sku', 'description']

function commonConditions(match: readonly ConditionField[], charges: readonly VendorCharge[]): ChargeConditions {
  const [first] = charges
  if (first === undefined) throw new DecisionRefused('There is no charge behind it that a rule could know others by.')
  const { connectionId } = first.charge
  if (charges.some(({ charge }) => charge.connectionId !== connectionId)) {
    throw new DecisionRefused('The charges are of several sources; remember a rule for each.')
  }
  const common = new Map(conditionFields.map((field) => [field, commonValue(field, charges)]))
  const narrowest = telling.find((field) => common.get(field) !== undefined)
  const chosen = match.length > 0 ? match : ['type' as const, ...(narrowest === undefined ? [] : [narrowest])]
  if (!chosen.some((field) => telling.includes(field))) {
    throw new DecisionRefused(
      'The rule would take in every charge of its type. Name what tells these apart: --match type product, or sku, or description; all charges behind the difference must share it.',
    )
  }
  const entries = chosen.map((field) => {
    const value = common.get(field)
    if (value !== undefined) return [field, value] as const
    throw new DecisionRefused(`The charges behind it have no ${field} in common, so a rule cannot match by it.`)
  })
  return { connectionId, ...Object.fromEntries(entries) }
}

function commonValue(field: ConditionField, charges: readonly VendorCharge[]): string | undefined {
  const values = new Set(charges.map(({ charge, vendorName }) => conditionOf(field, charge, vendorName)))
  return values.size === 1 ? [...values][0] : undefined
}
