import type {
  BillingLine,
  BillingRules,
  ClientBillingConfig,
  QuantityBasis,
  RuleLevel,
} from '../domain/billing-config.ts'
import type { NegativeProrations, UsageDisplay } from '../domain/charge-rules.ts'
import type { ExchangeRule } from '../domain/exchange-rate.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Discount, PriceFollow, PricePolicy } from '../domain/price-policy.ts'
import type { TaxRule } from '../domain/tax-rule.ts'
import type { Money } from '../money/money.ts'
import type { Rounding } from '../money/rounding.ts'
import type { RunContext } from './run-context.ts'
import { policyInWords } from './words.ts'

/** A price policy and where it was stated. */
export interface PriceRule {
  readonly level: RuleLevel
  readonly policy: PricePolicy
  readonly since: PlainDate | undefined
  /** As explanations say it, such as "cost + 20 %". */
  readonly words: string
}

/** A setting with the place that states it: the nearest to the line. */
export interface Stated<T> {
  readonly value: T
  readonly rule: RuleLevel
}

/** The settings that hold for one line, each from the nearest place that states it. */
export interface LineRules {
  readonly quantityBasis: QuantityBasis
  readonly quantityRule: RuleLevel
  readonly rounding: Rounding
  readonly roundingRule: RuleLevel
  readonly taxable: boolean
  /** Undefined: nobody says; the ledger decides. */
  readonly tax: Stated<TaxRule> | undefined
  /** All price rules that were stated, nearest first: the first that applies on a day wins there. */
  readonly prices: readonly PriceRule[]
  /** Undefined: at once. */
  readonly follow: Stated<PriceFollow> | undefined
  readonly discounts: Stated<readonly Discount[]> | undefined
  readonly minimumCharge: Stated<Money> | undefined
  /** Undefined: amounts of another currency are not converted. */
  readonly exchange: Stated<ExchangeRule> | undefined
  readonly usage: Stated<UsageDisplay>
  readonly negativeProrations: Stated<NegativeProrations>
}

interface Level {
  readonly level: RuleLevel
  readonly rules: BillingRules
}

/** Precedence: line, client, catalog item, house. Each setting is looked up by itself. */
export function rulesFor(run: RunContext, client: ClientBillingConfig, line: BillingLine): LineRules {
  return rulesAt(run, [
    { level: 'line', rules: line.rules },
    { level: 'client', rules: client.rules },
    { level: 'item', rules: run.items.get(line.itemId)?.rules ?? {} },
    { level: 'house', rules: run.input.config.house.rules },
  ])
}

/** What holds for a client where no line is at hand. */
export function clientRulesFor(run: RunContext, client: ClientBillingConfig): LineRules {
  return rulesAt(run, [
    { level: 'client', rules: client.rules },
    { level: 'house', rules: run.input.config.house.rules },
  ])
}

function rulesAt(run: RunContext, levels: readonly Level[]): LineRules {
  const house = run.input.config.house.rules
  const tax = nearest(levels, taxOf)
  const basis = levels.find(({ rules }) => rules.quantityBasis !== undefined)
  const rounding = levels.find(({ rules }) => rules.rounding !== undefined)
  return {
    quantityBasis: basis?.rules.quantityBasis ?? house.quantityBasis,
    quantityRule: basis?.level ?? 'house',
    rounding: rounding?.rules.rounding ?? house.rounding,
    roundingRule: rounding?.level ?? 'house',
    taxable: tax?.value !== 'none' && (nearest(levels, taxableOf)?.value ?? house.taxable),
    tax,
    prices: levels.flatMap(priceRuleOf),
    follow: nearest(levels, followOf),
    discounts: nearest(levels, discountsOf),
    minimumCharge: nearest(levels, minimumOf),
    exchange: nearest(levels, exchangeOf),
    usage: nearest(levels, usageOf) ?? itemised,
    negativeProrations: nearest(levels, prorationsOf) ?? kept,
  }
}

/** The nearest statement of a setting that may be stated nowhere. */
function nearest<T>(levels: readonly Level[], pick: (rules: BillingRules) => T | undefined): Stated<T> | undefined {
  for (const { level, rules } of levels) {
    const value = pick(rules)
    if (value !== undefined) return { value, rule: level }
  }
  return undefined
}

const followOf = ({ follow }: BillingRules): BillingRules['follow'] => follow
const discountsOf = ({ discounts }: BillingRules): BillingRules['discounts'] => discounts
const taxOf = ({ tax }: BillingRules): BillingRules['tax'] => tax
const taxableOf = ({ taxable }: BillingRules): BillingRules['taxable'] => taxable
const exchangeOf = ({ exchange }: BillingRules): BillingRules['exchange'] => exchange
const usageOf = ({ usage }: BillingRules): BillingRules['usage'] => usage
const prorationsOf = ({ negativeProrations: rule }: BillingRules): BillingRules['negativeProrations'] => rule
const itemised = { value: 'itemise', rule: 'house' } as const
const kept = { value: 'keep', rule: 'house' } as const
const minimumOf = ({ minimumCharge }: BillingRules): BillingRules['minimumCharge'] => minimumCharge

const priceRules = new WeakMap<BillingRules, PriceRule>()

/** Most lines share the rules of their item and the house, so each statement of a rule is put into words once. */
function priceRuleOf({ level, rules }: Level): readonly PriceRule[] {
  const policy = rules.price
  if (policy === undefined) return []
  const known = priceRules.get(rules)
  if (known?.level === level) return [known]
  const rule = { level, policy, since: rules.since, words: policyInWords(policy) }
  priceRules.set(rules, rule)
  return [rule]
}

/** A hold with an end applies until then; every other policy applies always. */
export function appliesOn(policy: PricePolicy, day: PlainDate): boolean {
  return policy.policy !== 'hold' || policy.until === undefined || day < policy.until
}
