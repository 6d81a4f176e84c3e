import type { CoveredSupply, DecimalText } from '../../domain/invoice.ts'
import type { Currency } from '../../money/currency.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import type { Decimal } from '../../money/decimal.ts'
import { addFractions, multiplyFractions, roundFraction, type Fraction } from '../../money/fraction.ts'
import type { Rounding } from '../../money/rounding.ts'
import { exactAmount } from '../amount.ts'
import { amountText, knownAmountText, plainNumber } from '../numbers-as-text.ts'
import type { Portion } from '../portions/portion.ts'
import { shareOfPart } from './part-of-term.ts'
import { mostUnitPricePlaces } from '../prices/exact-price.ts'

/** What a portion costs us by the rule by which it is billed; unknown where its unit cost is. */
export function portionCost({ holding, quantity, proration, part }: Portion): Fraction | 'unknown' {
  const { unitCost } = holding.step
  if (unitCost === 'unknown') return 'unknown'
  const whole = exactAmount({ quantity, unitPrice: unitCost, proration })
  return part === undefined ? whole : multiplyFractions(whole, shareOfPart(part))
}

/** What a quantity rule adds or takes off is billed, or not; the distributor supplies the same either way. */
export function suppliedOf(portions: readonly Portion[]): readonly Portion[] {
  return portions.some(({ because }) => because !== undefined)
    ? portions.filter(({ because }) => because === undefined)
    : portions
}

/** A portion's cost in the invoice's currency; unknown without a rate where the cost is in another. */
export function costIn(
  { holding, unitPrice }: Portion,
  cost: Fraction | 'unknown',
  currency: Currency,
): Fraction | 'unknown' {
  const { unitCost } = holding.step
  if (cost === 'unknown' || unitCost === 'unknown') return 'unknown'
  if (unitCost.currency === currency) return cost
  const { rate } = unitPrice
  return rate?.from === unitCost.currency ? multiplyFractions(cost, rate.rate) : 'unknown'
}

/** The portions' cost together, rounded once; unknown if one is unknown, or of another currency and without a rate. */
export function costOf(portions: readonly Portion[], currency: Currency, rounding: Rounding): Decimal | 'unknown' {
  let sum: Fraction = { numerator: 0n, denominator: 1n }
  for (const portion of portions) {
    const cost = costIn(portion, portionCost(portion), currency)
    if (cost === 'unknown') return 'unknown'
    sum = addFractions(sum, cost)
  }
  return roundFraction(sum, minorUnitsOf(currency), rounding)
}

export function costText(cost: Decimal | 'unknown', currency: Currency): DecimalText | 'unknown' {
  return cost === 'unknown' ? 'unknown' : amountText(cost, currency)
}

/** What at the distributor a portion bills, with its cost to ten places: a part of a line is not rounded to cents. */
export function coverOf(portion: Portion, currency: Currency): CoveredSupply {
  const { holding, servicePeriod, quantity } = portion
  const { timeline, step } = holding
  const cost = portionCost(portion)
  const costCurrency = step.unitCost === 'unknown' ? currency : step.unitCost.currency
  return {
    connectionId: timeline.connectionId,
    subscriptionId: timeline.subscriptionId,
    chargeId: undefined,
    companyId: step.companyId,
    productId: step.productId,
    servicePeriod,
    quantity: plainNumber(quantity),
    unitCost: knownAmountText(step.unitCost),
    cost: cost === 'unknown' ? 'unknown' : shortCost(cost, costCurrency),
    costCurrency,
  }
}

function shortCost(cost: Fraction, currency: Currency): DecimalText {
  return amountText(roundFraction(cost, mostUnitPricePlaces, 'half-even'), currency)
}
