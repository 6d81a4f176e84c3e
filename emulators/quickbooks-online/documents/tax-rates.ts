import { decimal, multiplyDecimals, roundDecimal, type Decimal } from '../../../src/money/decimal.ts'
import type { Books } from '../state/books.ts'
import { decimalAt, listAt, objectAt, referenceAt } from '../state/json-object.ts'

/** One rate of a tax code. */
export interface TaxRate {
  readonly id: string
  readonly percent: Decimal
}

export function ratesOf(books: Books, taxCode: string): readonly TaxRate[] {
  const code = books.find('TaxCode', taxCode)
  const details = listAt(objectAt(code, 'SalesTaxRateList'), 'TaxRateDetail')
  return details.flatMap((detail) => {
    const id = referenceAt(detail, 'TaxRateRef') ?? ''
    const percent = decimalAt(books.find('TaxRate', id), 'RateValue')
    return percent === undefined ? [] : [{ id, percent }]
  })
}

/** A percentage of an amount, to the cent. */
export function percentOf(amount: Decimal, percent: Decimal): Decimal {
  return roundDecimal(multiplyDecimals(multiplyDecimals(amount, percent), hundredth), 2, 'half-up')
}

const hundredth = decimal('0.01')
