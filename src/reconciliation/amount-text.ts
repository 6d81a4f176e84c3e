import type { DecimalText } from '../domain/invoice.ts'
import { minorUnitsOf } from '../money/currency.ts'
import { formatDecimal, roundDecimal, trimmed, type Decimal } from '../money/decimal.ts'

/** Plain digits with at least the currency's own places. */
export function amountText(value: Decimal, currency: string): DecimalText {
  const places = minorUnitsOf(currency)
  const short = trimmed(value)
  return formatDecimal(short.scale >= places ? short : roundDecimal(short, places, 'half-even'))
}
