import { Decimal as DecimalJs } from 'decimal.js'
import { exactAmount } from '../../src/billing/amount.ts'
import { markupFactor } from '../../src/billing/markup-factor.ts'
import { decimal, formatDecimal, multiplyDecimals } from '../../src/money/decimal.ts'
import { roundFraction } from '../../src/money/fraction.ts'

/** One line as text, as it comes from a store and goes into a document. */
export interface LineTexts {
  readonly cost: string
  readonly markupPercent: string
  readonly quantity: string
  readonly days: number
  readonly of: number
}

export function lineTexts(count: number): readonly LineTexts[] {
  return Array.from({ length: count }, (_, index) => ({
    cost: `${String(1 + (index % 97))}.${String(index % 10_000).padStart(4, '0')}`,
    markupPercent: index % 3 === 0 ? '12.5' : '20',
    quantity: String(1 + (index % 211)),
    days: 1 + (index % 31),
    of: 31,
  }))
}

/** Cost, markup, units and days to an amount with one rounding, as the engine works it. */
export function amountByOurs({ cost, markupPercent, quantity, days, of }: LineTexts): string {
  const unitPrice = multiplyDecimals(decimal(cost), markupFactor(decimal(markupPercent)))
  const exact = exactAmount({ quantity: decimal(quantity), unitPrice, exactPrice: undefined, proration: { days, of } })
  return formatDecimal(roundFraction(exact, 2, 'half-up'))
}

/** Enough digits that no product of such a line is cut, so that both round the same number. */
const Wide = DecimalJs.clone({ precision: 60, rounding: DecimalJs.ROUND_HALF_UP })

/** The same with decimal.js, dividing last, as one has to. */
export function amountByDecimalJs({ cost, markupPercent, quantity, days, of }: LineTexts): string {
  const factor = new Wide(markupPercent).div(100).plus(1)
  return new Wide(cost).times(factor).times(quantity).times(days).div(of).toFixed(2)
}
