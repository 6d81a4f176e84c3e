import type { ArithmeticStep } from '../../domain/invoice.ts'
import type { Period } from '../../domain/period.ts'
import type { Currency } from '../../money/currency.ts'
import type { Decimal } from '../../money/decimal.ts'
import { digitsOf } from '../amount.ts'
import { amountText, plainNumber } from '../numbers-as-text.ts'
import type { DayShare } from '../portions/day-count.ts'
import type { PartOfTerm, Portion } from '../portions/portion.ts'
import { mostUnitPricePlaces } from '../prices/exact-price.ts'
import type { LineRules } from '../rules.ts'
import { periodInWords } from '../words.ts'
import type { RoundedAmount } from './line-amount.ts'

/** What the last steps of a line, from its quantity and price to its amount, are made from. */
export interface AmountWorking {
  readonly portions: readonly Portion[]
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  readonly servicePeriod: Period
  readonly proration: DayShare | undefined
  readonly rounded: Pick<RoundedAmount, 'exact'> & Partial<RoundedAmount>
  readonly amount: Decimal
  readonly currency: Currency
  readonly rounding: Pick<LineRules, 'rounding' | 'roundingRule'>
}

/** The amount, rounded in one place: on itself, on the unit price for the days, or on each part. Then what is split. */
export function amountSteps(working: AmountWorking): ArithmeticStep[] {
  const part = working.portions[0]?.part
  if (working.rounded.unit !== undefined) return byRoundedPrice(working, working.rounded.unit)
  if (part !== undefined) return [...spreadSteps(working, part)]
  return [onAmount(working, working.amount)]
}

function onAmount(working: AmountWorking, amount: Decimal): ArithmeticStep {
  const { currency, rounding, rounded } = working
  const [where, work] =
    rounded.parts === undefined
      ? ['once, on the amount', product(working)]
      : [
          `on each of ${String(rounded.parts.length)} parts`,
          rounded.parts.map((part) => amountText(part, currency)).join(' + '),
        ]
  return {
    what: 'amount',
    working: work,
    result: amountText(amount, currency),
    source: `rounded ${where} (${rounding.roundingRule} rule)`,
    rounding: { rule: rounding.rounding, before: digitsOf(rounded.exact, mostUnitPricePlaces) },
  }
}

function byRoundedPrice(working: AmountWorking, unit: NonNullable<RoundedAmount['unit']>): ArithmeticStep[] {
  const { currency, rounding, quantity, unitPrice, proration } = working
  const price = amountText(unit.price, currency)
  return [
    {
      what: 'price for the days',
      working: `${amountText(unitPrice, currency)}${shareInWords(proration)}`,
      result: price,
      source: `rounded on the unit price (${rounding.roundingRule} rule)`,
      rounding: { rule: rounding.rounding, before: digitsOf(unit.exact, mostUnitPricePlaces) },
    },
    {
      what: 'amount',
      working: `${plainNumber(quantity)} x ${price}`,
      result: amountText(working.amount, currency),
      source: 'units at the rounded price',
      rounding: undefined,
    },
  ]
}

function spreadSteps(working: AmountWorking, part: PartOfTerm): ArithmeticStep[] {
  const { currency, rounded } = working
  const whole = onAmount(working, rounded.whole ?? working.amount)
  return [
    { ...whole, what: 'amount of the term' },
    {
      what: 'amount',
      working: `${whole.result} over ${periodInWords(part.term)}: ${partsInWords(part)} of ${String(part.weights.length)}`,
      result: amountText(working.amount, currency),
      source: 'split by the largest remainder, so that the parts add up',
      rounding: undefined,
    },
  ]
}

function partsInWords({ first, last }: PartOfTerm): string {
  const from = String(first + 1)
  return first === last ? `part ${from}` : `parts ${from} to ${String(last + 1)}`
}

function product({ quantity, unitPrice, proration, currency }: AmountWorking): string {
  return `${plainNumber(quantity)} x ${amountText(unitPrice, currency)}${shareInWords(proration)}`
}

function shareInWords(proration: DayShare | undefined): string {
  return proration === undefined ? '' : ` x ${String(proration.days)} / ${String(proration.of)}`
}
