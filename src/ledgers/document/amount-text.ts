import { isCurrency, minorUnitsOf } from '../../money/currency.ts'
import { decimal, formatDecimal, roundDecimal, trimmed, type Decimal } from '../../money/decimal.ts'
import { jsonNumber, type JsonNumber } from '../../support/json.ts'

/** With the currency's own places, as amounts are written everywhere here: a ledger may answer `396` for 396.00. */
export function amountText(value: Decimal, currency: string | undefined): string {
  return withPlaces(value, currency !== undefined && isCurrency(currency) ? minorUnitsOf(currency) : 2)
}

export function optionalAmountText(text: string | undefined, currency: string | undefined): string | undefined {
  return text === undefined ? undefined : amountText(decimal(text), currency)
}

/** A JSON number in plain digits without an exponent, with at least `places` places and no zeros beyond them. */
export function plainNumber(value: Decimal, places: number): JsonNumber {
  return jsonNumber(withPlaces(value, places))
}

/** Plain digits with at least `places` places and no zeros beyond them. */
export function withPlaces(value: Decimal, places: number): string {
  const short = trimmed(value)
  return formatDecimal(short.scale >= places ? short : roundDecimal(short, places, 'half-up'))
}
