import type { Currency } from '../money/currency.ts'
import type { Decimal } from '../money/decimal.ts'
import type { PlainDate } from './plain-date.ts'

/** On a day, one unit of `from` was worth so many units of `to`, as some source stated it. */
export interface ExchangeRate {
  readonly from: Currency
  readonly to: Currency
  readonly day: PlainDate
  /** Above zero. */
  readonly rate: Decimal
  /** Who stated it, such as "ECB" or "entered". */
  readonly source: string
}

/**
 * Which rate turns costs and list prices of another currency into the client's. `invoice-date` and `period-end`: the
 * last one stated by that day. Or a rate agreed with the client: so many units of its currency for one of `from`, or of
 * any other currency where `from` is left out.
 */
export type ExchangeRule =
  { readonly rate: 'invoice-date' | 'period-end' } | { readonly rate: Decimal; readonly from: Currency | undefined }
