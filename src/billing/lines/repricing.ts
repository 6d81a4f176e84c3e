import type { Charge } from '../../domain/distributor-invoice.ts'
import type { Known } from '../../domain/known.ts'
import type { PricePolicy } from '../../domain/price-policy.ts'
import type { Money } from '../../money/money.ts'
import type { LineRules, PriceRule } from '../rules.ts'
import { isFromList } from '../unit-price.ts'

/** A policy that says what becomes of a whole charge, and not of one unit. */
export type ChargePolicy = Extract<PricePolicy, { policy: 'sync' | 'margin' | 'list-less' }>

export type RepricingRule = Omit<PriceRule, 'policy'> & { readonly policy: ChargePolicy }

/**
 * The nearest rule that can be applied to a charge. A held price, an amount a unit and tiers are prices of one unit, and a
 * charge may be for a part of one.
 */
export function repricingRule({ prices }: LineRules): RepricingRule {
  for (const { level, policy, since, words } of prices) {
    if (isChargePolicy(policy)) return { level, policy, since, words }
  }
  return {
    level: 'house',
    policy: { policy: 'sync', from: 'cost', markupPercent: { units: 0n, scale: 0 } },
    since: undefined,
    words: 'cost + 0 %',
  }
}

/** What the rule starts from: what the charge costs us, or what it costs by the distributor's list. */
export function sourceOfCharge(rule: RepricingRule, charge: Charge): Known<Money> {
  return isFromList(rule.policy) ? charge.listAmount : charge.cost
}

function isChargePolicy(policy: PricePolicy): policy is ChargePolicy {
  return policy.policy === 'sync' || policy.policy === 'margin' || policy.policy === 'list-less'
}
