import { formatDecimal, powerOfTen, trimmed, type Decimal } from '../money/decimal.ts'
import { roundFraction, type Fraction } from '../money/fraction.ts'

/** What an amount is worked out from: units, at a price, for these days of those. */
export interface AmountInput {
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  /** Counts instead of the unit price where no decimal holds it. */
  readonly exactPrice?: Fraction | undefined
  readonly proration: { readonly days: number; readonly of: number } | undefined
}

/** Quantity times unit price times days over days, as an exact ratio: rounding comes once, later, on a line's sum. */
export function exactAmount({ quantity, unitPrice, exactPrice, proration }: AmountInput): Fraction {
  const numerator = quantity.units * (exactPrice?.numerator ?? unitPrice.units)
  const denominator =
    exactPrice === undefined
      ? powerOfTen(quantity.scale + unitPrice.scale)
      : powerOfTen(quantity.scale) * exactPrice.denominator
  if (proration === undefined) return { numerator, denominator }
  return { numerator: numerator * BigInt(proration.days), denominator: denominator * BigInt(proration.of) }
}

/**
 * An exact amount in digits, cut off (never rounded) after so many places: shown rounded, an amount just below a half
 * would look like one.
 */
export function digitsOf(amount: Fraction, mostPlaces: number): string {
  return formatDecimal(trimmed(roundFraction(amount, mostPlaces, 'down')))
}
