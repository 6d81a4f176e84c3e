import { formatDecimal, trimmed, type Decimal } from '../money/decimal.ts'
import { formatAmount, type Money } from '../money/money.ts'
import { minorUnitsOf, type Currency } from '../money/currency.ts'
import type { Known } from '../domain/known.ts'

/** A quantity or other bare number with the fewest digits: `17`, `0.5`. */
export function plainNumber(value: Decimal): string {
  return value.scale === 0 ? value.units.toString() : formatDecimal(trimmed(value))
}

/** An amount or price with at least the currency's own places: `25.19`, `30.228`, `17.00`. */
export function amountText(value: Decimal, currency: Currency): string {
  if (value.scale === minorUnitsOf(currency)) return formatDecimal(value)
  return formatAmount({ units: value.units, scale: value.scale, currency })
}

export function knownAmountText(value: Known<Money>): string {
  return value === 'unknown' ? 'unknown' : amountText(value, value.currency)
}

export function knownNumberText(value: Known<Decimal>): string {
  return value === 'unknown' ? 'unknown' : plainNumber(value)
}
