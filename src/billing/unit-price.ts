import type { Known } from '../domain/known.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { PricePolicy, TierMode } from '../domain/price-policy.ts'
import type { Currency } from '../money/currency.ts'
import { equalDecimals, type Decimal } from '../money/decimal.ts'
import { roundFraction, type Fraction } from '../money/fraction.ts'
import type { Money } from '../money/money.ts'
import { plainNumber } from './numbers-as-text.ts'
import type { AppliedRate, MissingRate, RateFrom } from './exchange/applied-rate.ts'
import { exactPrice, keptPrice, timesFraction } from './prices/exact-price.ts'
import { appliesOn, type LineRules, type PriceRule } from './rules.ts'

/** What a unit price is made from. */
export interface PriceInput {
  readonly unitCost: Known<Money>
  readonly listPrice: Known<Money>
  /** The first day of the cost and list price, where they are not those in force but earlier ones that still count. */
  readonly since?: PlainDate
}

export interface UnitPrice {
  /** As it is shown: at most ten places. */
  readonly price: Decimal
  /** What amounts are worked out with where ten places do not hold the price, such as a third. */
  readonly exact: Fraction | undefined
  readonly rule: PriceRule
  /** What the rule was applied to: the cost, the list price, or the price that the rule itself states. */
  readonly source: Money
  readonly sourceSince: PlainDate | undefined
  /** Set where the cost or list price is of another currency and was, or could be, turned into the client's. */
  readonly rate: AppliedRate | undefined
  /** Set until it is known which units are billed at which tier; `price` is then the first tier's. */
  readonly tiers: TieredPrice | undefined
  /** The place of the tier that the price is of, from 0; undefined where there are none. */
  readonly tier?: number
}

/** The prices of tiers, ascending, each already discounted. */
export interface TieredPrice {
  readonly mode: TierMode
  readonly tiers: readonly TierPrice[]
}

export interface TierPrice {
  /** The last unit inside; undefined: all further ones. */
  readonly upTo: Decimal | undefined
  readonly unitPrice: UnitPrice
}

/** Why there is no unit price. Nothing is billed on a guess. */
export type PriceRefusal =
  | { readonly refused: 'unknown-cost'; readonly missing: 'unit cost' | 'list price' }
  | { readonly refused: 'currency-mismatch'; readonly found: Currency }
  | { readonly refused: 'unknown-term-start' }
  | MissingRate

type PricingRules = Pick<LineRules, 'prices' | 'rounding' | 'discounts'>

/** The unit price on one day, in the client's currency, by the first of the rules that applies on that day. */
export function unitPriceOn(
  day: PlainDate,
  input: PriceInput,
  rules: PricingRules,
  currency: Currency,
  rateFrom?: RateFrom,
): UnitPrice | PriceRefusal {
  const rule = ruleOn(day, rules.prices)
  const { policy } = rule
  if (policy.policy === 'tiers')
    return tieredPrice(rule, rules, currency, foreignRate(input.unitCost, currency, rateFrom))
  const source = sourceOf(policy, input)
  if (source === 'unknown') {
    return { refused: 'unknown-cost', missing: isFromList(policy) ? 'list price' : 'unit cost' }
  }
  const rate = foreignRate(policy.policy === 'hold' ? input.unitCost : source, currency, rateFrom)
  if (source.currency !== currency) {
    if (rate === undefined || policy.policy === 'hold') return { refused: 'currency-mismatch', found: source.currency }
    if ('refused' in rate) return rate
  }
  if (policy.policy === 'markup-amount' && policy.amount.currency !== currency) {
    return { refused: 'currency-mismatch', found: policy.amount.currency }
  }
  const usable = rate === undefined || 'refused' in rate ? undefined : rate
  const converted = source.currency === currency || usable === undefined ? source : timesFraction(source, usable.rate)
  const kept = keptPrice(exactPrice(policy, converted, rules.discounts?.value), rules.rounding)
  const sourceSince = policy.policy === 'hold' ? undefined : input.since
  return { price: kept.price, exact: kept.exact, rule, source, sourceSince, rate: usable, tiers: undefined }
}

/** Nothing is asked of the rates while everything is in the client's currency. */
function foreignRate(
  amount: Known<Money>,
  currency: Currency,
  rateFrom: RateFrom | undefined,
): AppliedRate | MissingRate | undefined {
  return amount === 'unknown' || amount.currency === currency ? undefined : rateFrom?.(amount.currency)
}

function tieredPrice(
  rule: PriceRule,
  rules: PricingRules,
  currency: Currency,
  costRate: AppliedRate | MissingRate | undefined,
): UnitPrice | PriceRefusal {
  const rate = costRate === undefined || 'refused' in costRate ? undefined : costRate
  const { policy } = rule
  if (policy.policy !== 'tiers') throw new RangeError('Only a price by tiers has tiers.')
  const tiers: TierPrice[] = []
  for (const [tier, { upTo, unitPrice }] of policy.steps.entries()) {
    if (unitPrice.currency !== currency) return { refused: 'currency-mismatch', found: unitPrice.currency }
    const stated = { policy: 'hold', unitPrice, until: undefined } as const
    const kept = keptPrice(exactPrice(stated, unitPrice, rules.discounts?.value), rules.rounding)
    tiers.push({
      upTo,
      unitPrice: { ...kept, rule, source: unitPrice, sourceSince: undefined, rate, tiers: undefined, tier },
    })
  }
  const [first] = tiers
  if (first === undefined) throw new RangeError('A price by tiers has at least one tier.')
  return { ...first.unitPrice, tiers: { mode: policy.mode, tiers } }
}

/** @throws {RangeError} when no rule applies; a house price policy that ends leaves nothing to fall back on. */
export function ruleOn(day: PlainDate, prices: readonly PriceRule[]): PriceRule {
  const rule = prices.find(({ policy }) => appliesOn(policy, day))
  if (rule === undefined) {
    throw new RangeError(`No price rule applies on ${day}: the house's own price policy must not end.`)
  }
  return rule
}

/** Units at these two prices may stand on one line: the same number, found by tiers or not. */
export function samePrice(a: UnitPrice, b: UnitPrice): boolean {
  if (a === b) return true
  if (a.tiers !== undefined || b.tiers !== undefined) return a.rule === b.rule
  if (!equalDecimals(a.price, b.price)) return false
  if (a.exact === undefined || b.exact === undefined) return a.exact === b.exact
  return a.exact.numerator * b.exact.denominator === b.exact.numerator * a.exact.denominator
}

/** Sorts and groups by price; two prices of one key are the same to thirty places. */
export function priceKey({ price, exact }: UnitPrice): string {
  return plainNumber(exact === undefined ? price : roundFraction(exact, 30, 'down'))
}

function sourceOf(policy: Exclude<PricePolicy, { policy: 'tiers' }>, input: PriceInput): Known<Money> {
  if (policy.policy === 'hold') return policy.unitPrice
  return isFromList(policy) ? input.listPrice : input.unitCost
}

/** True where the distributor's list price is what the unit price is made from. */
export function isFromList(policy: PricePolicy): boolean {
  return policy.policy === 'list-less' || (policy.policy === 'sync' && policy.from === 'list')
}
