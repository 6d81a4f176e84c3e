import type { RuleLevel } from '../../domain/billing-config.ts'
import type { EvidenceRef } from '../../domain/evidence.ts'
import type { ArithmeticStep, PriceReason, TimelineSlice } from '../../domain/invoice.ts'
import type { Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { PricePolicy } from '../../domain/price-policy.ts'
import type { Currency } from '../../money/currency.ts'
import type { Known } from '../../domain/known.ts'
import type { Decimal } from '../../money/decimal.ts'
import type { Fraction } from '../../money/fraction.ts'
import type { Money } from '../../money/money.ts'
import { digitsOf } from '../amount.ts'
import type { Holding } from '../holdings.ts'
import { amountText, knownAmountText, knownNumberText, plainNumber } from '../numbers-as-text.ts'
import type { Portion } from '../portions/portion.ts'
import type { LineRules, PriceRule } from '../rules.ts'
import { mostUnitPricePlaces } from '../prices/exact-price.ts'
import { dayInWords, periodInWords, signed } from '../words.ts'

/** What was held on which days, and by which evidence. */
export function slicesOf(holdings: readonly Holding[]): TimelineSlice[] {
  return holdings.map(({ timeline, step, days, quantity, evidenced }) => ({
    subscriptionId: timeline.subscriptionId,
    from: days.start,
    until: days.end,
    quantity: knownNumberText(quantity),
    evidence: evidenced ? step.evidence : [],
    window: evidenced && step.from === days.start ? step.window : undefined,
  }))
}

/** The evidence behind holdings, each named once, in the order of its first use. */
export function evidenceOf(holdings: readonly Holding[]): readonly EvidenceRef[] {
  const [first] = holdings
  if (first !== undefined && holdings.every(({ step }) => step === first.step)) return first.step.evidence
  const seen = new Map<string, EvidenceRef>()
  for (const { step } of holdings) {
    for (const ref of step.evidence) seen.set(`${ref.kind} ${ref.id}`, ref)
  }
  return [...seen.values()]
}

/** `client rule since 1 Mar`: which rule won, and since when where the config says it. */
export function ruleInWords(level: RuleLevel | 'model', since: PlainDate | undefined, year: string): string {
  return since === undefined ? `${level} rule` : `${level} rule since ${dayInWords(since, year)}`
}

/** The price of a group of portions, as data: what won, what it beat, and what it was made from. */
export function priceReasonOf(
  portions: readonly Portion[],
  rule: PriceRule,
  unitPrice: string,
  rules: LineRules,
): PriceReason {
  const beaten = rules.prices.filter((other) => other !== rule)
  return {
    policy: policyName(rule.policy),
    rule: rule.level,
    ...(rule.since === undefined ? {} : { since: rule.since }),
    beaten: beaten.map(({ level, words }) => ({ rule: level, words: `${level}: ${words}` })),
    words: rule.words,
    unitCost: sameOrUnknown(portions, (step) => step.unitCost),
    listPrice: sameOrUnknown(portions, (step) => step.listPrice),
    unitPrice,
  }
}

function policyName(policy: PricePolicy): PriceReason['policy'] {
  if (policy.policy !== 'sync') return policy.policy
  return policy.from === 'list' ? 'list' : 'markup-on-cost'
}

/** Under a held price, portions of different cost share a line: no single unit cost stands for them. */
function sameOrUnknown(portions: readonly Portion[], pick: (step: Holding['step']) => Known<Money>): string {
  const [first, ...rest] = portions
  if (first === undefined) return 'unknown'
  const text = knownAmountText(pick(first.holding.step))
  return rest.every(({ holding }) => knownAmountText(pick(holding.step)) === text) ? text : 'unknown'
}

/** What the working of one line is made from. */
export interface Working {
  readonly portions: readonly Portion[]
  readonly quantity: Decimal
  readonly quantitySource: string
  readonly unitPrice: Decimal
  readonly priceWorking: string
  readonly priceSource: string
  readonly servicePeriod: Period
  readonly billingPeriod: Period
  readonly proration: { readonly days: number; readonly of: number } | undefined
  readonly exact: Fraction
  readonly amount: Decimal
  readonly currency: Currency
  readonly rules: Pick<LineRules, 'rounding' | 'roundingRule'>
}

/** The arithmetic of a line, from what was held down to the cent. */
export function stepsOf(working: Working): ArithmeticStep[] {
  const { quantity, unitPrice, proration, currency } = working
  const price = amountText(unitPrice, currency)
  const share = proration === undefined ? '' : ` x ${String(proration.days)} / ${String(proration.of)}`
  const steps: ArithmeticStep[] = [
    step('quantity', quantityWorking(working.portions), plainNumber(quantity), working.quantitySource),
    step('unit price', working.priceWorking, price, working.priceSource),
  ]
  if (proration !== undefined) steps.push(daysStep(working, proration))
  steps.push({
    what: 'amount',
    working: `${plainNumber(quantity)} x ${price}${share}`,
    result: amountText(working.amount, currency),
    source: `rounded once, on the amount (${working.rules.roundingRule} rule)`,
    rounding: { rule: working.rules.rounding, before: digitsOf(working.exact, mostUnitPricePlaces) },
  })
  return steps
}

function step(what: string, working: string, result: string, source: string): ArithmeticStep {
  return { what, working, result, source, rounding: undefined }
}

function daysStep(working: Working, { days, of }: { days: number; of: number }): ArithmeticStep {
  const { servicePeriod, billingPeriod } = working
  const share = digitsOf({ numerator: BigInt(days), denominator: BigInt(of) }, mostUnitPricePlaces)
  const inside = servicePeriod.start >= billingPeriod.start && servicePeriod.end <= billingPeriod.end
  const source = inside ? 'actual days of the billing period' : 'actual days of the term'
  return step('share', `${periodInWords(servicePeriod)}: ${String(days)} of ${String(of)} days`, share, source)
}

/** `held 12 (sub-a), 5 (sub-b)`, or `change +1 (sub-a)` where nothing but changes of one day makes the line. */
function quantityWorking(portions: readonly Portion[]): string {
  if (portions.length === 0) return 'stated on the line'
  const isChange = portions.every(({ kind }) => kind === 'change')
  const parts = portions.map(({ quantity, holding }) => {
    const units = isChange ? signed(quantity) : plainNumber(quantity)
    return `${units} (${holding.timeline.subscriptionId})`
  })
  return `${isChange ? 'change' : 'held'} ${parts.join(', ')}`
}
