import type { Discount, PricePolicy } from '../../domain/price-policy.ts'
import { addDecimals, multiplyDecimals, powerOfTen, trimmed, type Decimal } from '../../money/decimal.ts'
import { addFractions, fractionOfDecimal, roundFraction, type Fraction } from '../../money/fraction.ts'
import type { Rounding } from '../../money/rounding.ts'
import { markupFactor, remainingFactor } from '../markup-factor.ts'

/** Unit prices are shown to at most this many places; more would be beyond what any ledger or list states. */
export const mostUnitPricePlaces = 10

/** A number as a price is made: a decimal, or a ratio where no decimal holds it. */
export type ExactNumber = Decimal | Fraction

/**
 * A policy applied to what it starts from (a cost, a list price, or the price it states itself), less the percents of
 * the discounts, one after the other. Exact: nothing is rounded here.
 */
export function exactPrice(
  policy: Exclude<PricePolicy, { policy: 'tiers' }>,
  source: ExactNumber,
  discounts: readonly Discount[] | undefined,
): ExactNumber {
  const full = undiscounted(policy, source)
  if (discounts === undefined) return full
  return discounts.reduce<ExactNumber>(
    (price, discount) => ('percent' in discount ? times(price, remainingFactor(discount.percent)) : price),
    full,
  )
}

function undiscounted(policy: Exclude<PricePolicy, { policy: 'tiers' }>, source: ExactNumber): ExactNumber {
  switch (policy.policy) {
    case 'hold':
      return source
    case 'sync':
      return policy.from === 'list' ? source : times(source, markupFactor(policy.markupPercent))
    case 'markup-amount':
      return 'scale' in source
        ? addDecimals(source, policy.amount)
        : addFractions(source, fractionOfDecimal(policy.amount))
    case 'list-less':
      return times(source, remainingFactor(policy.percent))
    case 'margin':
      return dividedBy(source, remainingFactor(policy.percent))
  }
}

/** The product of an exact number and a decimal. */
export function times(value: ExactNumber, factor: Decimal): ExactNumber {
  if ('scale' in value) return multiplyDecimals(value, factor)
  return { numerator: value.numerator * factor.units, denominator: value.denominator * powerOfTen(factor.scale) }
}

/** The product of a decimal and a ratio. */
export function timesFraction(value: Decimal, factor: Fraction): Fraction {
  return {
    numerator: value.units * factor.numerator,
    denominator: powerOfTen(value.scale) * factor.denominator,
  }
}

function dividedBy(value: ExactNumber, divisor: Decimal): Fraction {
  if (divisor.units <= 0n) throw new RangeError('A margin is below 100 percent, so that a price is left.')
  const { numerator, denominator } = fractionOf(value)
  return { numerator: numerator * powerOfTen(divisor.scale), denominator: denominator * divisor.units }
}

/** A price as shown, and as reckoned with where the shown one is not the whole of it. */
export interface KeptPrice {
  readonly price: Decimal
  readonly exact: Fraction | undefined
}

/**
 * A price of more than ten places is shown rounded to ten; amounts are worked out with the exact one, so that the only
 * rounding that counts is that of the line.
 */
export function keptPrice(value: ExactNumber, rounding: Rounding): KeptPrice {
  if ('scale' in value && value.scale <= mostUnitPricePlaces) return { price: value, exact: undefined }
  const exact = fractionOf(value)
  const price = trimmed(roundFraction(exact, mostUnitPricePlaces, rounding))
  const isWhole = price.units * exact.denominator === exact.numerator * powerOfTen(price.scale)
  return { price, exact: isWhole ? undefined : exact }
}

/** The same number as a ratio. */
export function fractionOf(value: ExactNumber): Fraction {
  return 'scale' in value ? fractionOfDecimal(value) : value
}
