import type { RuleLevel } from '../../domain/billing-config.ts'
import type { EvidenceRef } from '../../domain/evidence.ts'
import type { ArithmeticStep, PriceReason, TimelineSlice } from '../../domain/invoice.ts'
import type { Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { PricePolicy } from '../../domain/price-policy.ts'
import type { DayCount } from '../../domain/quantity-rules.ts'
import type { Currency } from '../../money/currency.ts'
import type { Known } from '../../domain/known.ts'
import type { Decimal } from '../../money/decimal.ts'
import type { Money } from '../../money/money.ts'
import { digitsOf } from '../amount.ts'
import type { Holding } from '../holdings.ts'
import { amountText, knownAmountText, knownNumberText } from '../numbers-as-text.ts'
import type { Portion } from '../portions/portion.ts'
import type { LineRules, PriceRule } from '../rules.ts'
import { mostUnitPricePlaces } from '../prices/exact-price.ts'
import { dayInWords, periodInWords } from '../words.ts'
import { amountSteps } from './amount-steps.ts'
import type { RoundedAmount } from './line-amount.ts'
import { quantitySteps, type QuantityWorking } from './quantity-steps.ts'

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
export interface Working extends QuantityWorking {
  readonly unitPrice: Decimal
  readonly priceWorking: string
  readonly priceSource: string
  readonly servicePeriod: Period
  readonly billingPeriod: Period
  readonly proration: { readonly days: number; readonly of: number } | undefined
  /** What the amount was before it was rounded, and where it was. */
  readonly rounded: Pick<RoundedAmount, 'exact'> & Partial<RoundedAmount>
  readonly amount: Decimal
  readonly currency: Currency
  readonly rules: Pick<LineRules, 'rounding' | 'roundingRule'>
}

/** The arithmetic of a line, from what was held down to the cent. */
export function stepsOf(working: Working): ArithmeticStep[] {
  const { unitPrice, proration, currency } = working
  const steps: ArithmeticStep[] = [
    ...quantitySteps(working),
    step('unit price', working.priceWorking, amountText(unitPrice, currency), working.priceSource),
  ]
  if (proration !== undefined) steps.push(daysStep(working, proration))
  return [...steps, ...amountSteps({ ...working, rounding: working.rules })]
}

function step(what: string, working: string, result: string, source: string): ArithmeticStep {
  return { what, working, result, source, rounding: undefined }
}

const dayCountWords: Readonly<Record<DayCount, string>> = {
  actual: 'actual days of the',
  'fixed-30': 'days left, at most 30, of the 30 of each month of the',
  '30-360': 'days by 30/360 of the',
}

function daysStep(working: Working, { days, of }: { days: number; of: number }): ArithmeticStep {
  const { servicePeriod, billingPeriod, settings } = working
  const share = digitsOf({ numerator: BigInt(days), denominator: BigInt(of) }, mostUnitPricePlaces)
  const inside = servicePeriod.start >= billingPeriod.start && servicePeriod.end <= billingPeriod.end
  const count = dayCountWords[settings?.dayCount ?? 'actual']
  const source = inside ? `${count} billing period` : `${count} term`
  return step('share', `${periodInWords(servicePeriod)}: ${String(days)} of ${String(of)} days`, share, source)
}
