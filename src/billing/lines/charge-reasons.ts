import type { Charge } from '../../domain/distributor-invoice.ts'
import type { LineReasons } from '../../domain/invoice.ts'
import { addDecimals, formatDecimal, zero, type Decimal } from '../../money/decimal.ts'
import type { Fraction } from '../../money/fraction.ts'
import { digitsOf } from '../amount.ts'
import { isMachineName } from '../machine-name.ts'
import { remainingFactor } from '../markup-factor.ts'
import { amountText, knownAmountText, knownNumberText } from '../numbers-as-text.ts'
import { mostUnitPricePlaces } from '../prices/exact-price.ts'
import type { LineRules } from '../rules.ts'
import { markupInWords } from '../words.ts'
import { ruleInWords } from './line-reasons.ts'
import type { ClientScope } from './line-work.ts'
import type { RepricingRule } from './repricing.ts'
import type { ChargeGroup } from './usage-groups.ts'

/** A line of re-priced charges, as it was worked out. */
export interface RepricedCharges {
  readonly group: ChargeGroup
  readonly rules: LineRules
  readonly rule: RepricingRule
  readonly exact: Fraction
  readonly amount: string
}

/** Why a line of re-priced charges is what it is. The charges themselves are its evidence; its `covers` names them. */
export function chargeReasons({ run }: ClientScope, repriced: RepricedCharges): LineReasons {
  const { group, rules, rule, exact, amount } = repriced
  const [{ charge }] = group
  const year = run.input.billingPeriod.start.slice(0, 4)
  const { words } = rule
  const base = amountText(sumOf(group), group[0].source.currency)
  const place = group.length === 1 ? 'per charge' : 'on their sum'
  const only = group.length === 1 ? charge : undefined
  return {
    quantityBasis: 'as-charged',
    quantityRule: 'model',
    slice: [],
    byBasis: [],
    price: {
      policy: policyName(rule),
      rule: rule.level,
      ...(rule.since === undefined ? {} : { since: rule.since }),
      beaten: rules.prices
        .filter(({ policy }) => policy !== rule.policy)
        .map((other) => ({ rule: other.level, words: `${other.level}: ${other.words}` })),
      words,
      unitCost: knownAmountText(only?.unitCost ?? 'unknown'),
      listPrice: knownAmountText(only?.listUnitPrice ?? 'unknown'),
      unitPrice: amount,
    },
    steps: [
      {
        what: 'charge',
        working: only === undefined ? chargesInWords(group) : chargeInWords(only),
        result: base,
        source: charge.invoiceId,
        rounding: undefined,
      },
      {
        what: 'amount',
        working: workingOf(baseInWords(base, group), repriced),
        result: amount,
        source: `${words}, ${ruleInWords(rule.level, rule.since, year)}${rateWords(group)}; rounded once, ${place} (${rules.roundingRule} rule)`,
        rounding: { rule: rules.rounding, before: digitsOf(exact, mostUnitPricePlaces) },
      },
    ],
    evidence: [],
  }
}

function policyName({ policy }: RepricingRule): NonNullable<LineReasons['price']>['policy'] {
  if (policy.policy !== 'sync') return policy.policy
  return policy.from === 'list' ? 'list' : 'charge-markup'
}

function workingOf(base: string, { rule, rules }: RepricedCharges): string {
  const percents = (rules.discounts?.value ?? []).flatMap((discount) =>
    'percent' in discount ? [discount.percent] : [],
  )
  const off = percents.map((percent) => ` x ${formatDecimal(remainingFactor(percent))}`).join('')
  return `${undiscounted(base, rule)}${off}`
}

function undiscounted(base: string, { policy }: RepricingRule): string {
  if (policy.policy === 'margin') return `${base} / ${formatDecimal(remainingFactor(policy.percent))}`
  if (policy.policy === 'list-less') return `${base} x ${formatDecimal(remainingFactor(policy.percent))}`
  return policy.from === 'list' ? base : markupInWords(base, policy.markupPercent)
}

/** `86.46`, or with its currency and the rate `86.46 USD / 1.0925`. */
function baseInWords(base: string, [{ source, rate }]: ChargeGroup): string {
  return rate === undefined ? base : `${base} ${source.currency}${rate.working}`
}

function rateWords([{ rate }]: ChargeGroup): string {
  return rate === undefined ? '' : `; ${rate.words}, ${rate.rule}`
}

function sumOf(group: ChargeGroup): Decimal {
  return group.reduce<Decimal>((sum, { source }) => addDecimals(sum, source), zero)
}

function chargesInWords(group: ChargeGroup): string {
  const [{ charge }] = group
  return `${String(group.length)} charges (usage), the first of them ${nameOf(charge)}`
}

function chargeInWords(charge: Charge): string {
  const { kind, quantity } = charge
  const units = quantity === 'unknown' ? 'quantity not stated' : `quantity ${knownNumberText(quantity)}`
  return `charge ${nameOf(charge)} (${kind}, ${units})`
}

/** What a person finds on the distributor invoice; the line's `covers` names the id in any case. */
function nameOf({ chargeId, description, cost, currency, invoiceDate }: Charge): string {
  if (!isMachineName(chargeId)) return chargeId
  const amount = cost === 'unknown' ? 'of an unknown cost' : `of ${knownAmountText(cost)} ${currency}`
  return `"${description}" ${amount}, invoiced on ${invoiceDate}`
}
