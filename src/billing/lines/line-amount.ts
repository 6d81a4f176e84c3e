import type { Netting, RoundingPlace } from '../../domain/quantity-rules.ts'
import { addDecimals, multiplyDecimals, roundDecimal, type Decimal } from '../../money/decimal.ts'
import { roundFraction, type Fraction } from '../../money/fraction.ts'
import type { Rounding } from '../../money/rounding.ts'
import { exactAmount, type AmountInput } from '../amount.ts'

/** How amounts of one billing line are rounded: to how many places, which way, and where. */
export interface AmountRounding {
  readonly places: number
  readonly rounding: Rounding
  readonly place: RoundingPlace
  readonly netting: Netting
}

/** An amount with what it was before it was rounded. */
export interface RoundedAmount {
  readonly exact: Fraction
  readonly amount: Decimal
  /** Set where the unit price for the days was rounded, and the units multiplied by that. */
  readonly unit: { readonly exact: Fraction; readonly price: Decimal } | undefined
  /** Set where each of several parts was rounded by itself. */
  readonly parts: readonly Decimal[] | undefined
  /** Set where the amount is a part of this one, which was rounded. */
  readonly whole?: Decimal
}

/** The amount of one line, from its parts: they have their price and days in common, and the units of each. */
export function roundedAmount(
  parts: readonly { readonly quantity: Decimal }[],
  total: AmountInput,
  how: AmountRounding,
): RoundedAmount {
  const exact = exactAmount(total)
  const unit = how.place === 'unit-price' ? unitFor(total, how) : undefined
  const amountOf = (quantity: Decimal): Decimal =>
    unit === undefined
      ? roundFraction(exactAmount({ ...total, quantity }), how.places, how.rounding)
      : roundDecimal(multiplyDecimals(unit.price, quantity), how.places, how.rounding)
  if (how.netting === 'net-then-round' || parts.length < 2) {
    return { exact, amount: amountOf(total.quantity), unit, parts: undefined }
  }
  const rounded = parts.map(({ quantity }) => amountOf(quantity))
  return { exact, amount: rounded.reduce(addDecimals, { units: 0n, scale: how.places }), unit, parts: rounded }
}

/** The price of one unit for the line's days, rounded to the currency. */
function unitFor(total: AmountInput, { places, rounding }: AmountRounding): NonNullable<RoundedAmount['unit']> {
  const exact = exactAmount({ ...total, quantity: { units: 1n, scale: 0 } })
  return { exact, price: roundFraction(exact, places, rounding) }
}
