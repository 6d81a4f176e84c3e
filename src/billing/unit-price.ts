import type { PricePolicy } from '../domain/billing-config.ts'
import type { Known } from '../domain/known.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Currency } from '../money/currency.ts'
import { multiplyDecimals, roundDecimal, trimmed, type Decimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'
import type { Rounding } from '../money/rounding.ts'
import { markupFactor } from './markup-factor.ts'
import { appliesOn, type PriceRule } from './rules.ts'

/** Unit prices are kept to at most this many places; more would be beyond what any ledger or list states. */
export const mostUnitPricePlaces = 10

/** What a unit price is made from. */
export interface PriceInput {
  readonly unitCost: Known<Money>
  readonly listPrice: Known<Money>
}

export type UnitPrice = {
  readonly price: Decimal
  readonly rule: PriceRule
}

/** Why there is no unit price. Nothing is billed on a guess. */
export type PriceRefusal =
  | { readonly refused: 'unknown-cost'; readonly missing: 'unit cost' | 'list price' }
  | { readonly refused: 'currency-mismatch'; readonly found: Currency }

/** The unit price on one day, in the client's currency, by the first of the rules that applies on that day. */
export function unitPriceOn(
  day: PlainDate,
  input: PriceInput,
  rules: { readonly prices: readonly PriceRule[]; readonly rounding: Rounding },
  currency: Currency,
): UnitPrice | PriceRefusal {
  const rule = ruleOn(day, rules.prices)
  const source = sourceOf(rule.policy, input)
  if (source === 'unknown') {
    return { refused: 'unknown-cost', missing: isFromList(rule.policy) ? 'list price' : 'unit cost' }
  }
  if (source.currency !== currency) return { refused: 'currency-mismatch', found: source.currency }
  if (rule.policy.policy === 'hold' || rule.policy.from === 'list') return { price: source, rule }
  return { price: withMarkup(source, rule.policy.markupPercent, rules.rounding), rule }
}

/** @throws {RangeError} when no rule applies; a house price policy that ends leaves nothing to fall back on. */
export function ruleOn(day: PlainDate, prices: readonly PriceRule[]): PriceRule {
  const rule = prices.find(({ policy }) => appliesOn(policy, day))
  if (rule === undefined) {
    throw new RangeError(`No price rule applies on ${day}: the house's own price policy must not end.`)
  }
  return rule
}

function sourceOf(policy: PricePolicy, input: PriceInput): Known<Money> {
  if (policy.policy === 'hold') return policy.unitPrice
  return policy.from === 'cost' ? input.unitCost : input.listPrice
}

function isFromList(policy: PricePolicy): boolean {
  return policy.policy === 'sync' && policy.from === 'list'
}

/** Cost times (1 + percent / 100), exactly, unless that needs more than ten places. */
export function withMarkup(cost: Decimal, markupPercent: Decimal, rounding: Rounding): Decimal {
  const exact = multiplyDecimals(cost, markupFactor(markupPercent))
  if (exact.scale <= mostUnitPricePlaces) return exact
  const short = trimmed(exact)
  return short.scale <= mostUnitPricePlaces ? short : roundDecimal(short, mostUnitPricePlaces, rounding)
}
