import fc from 'fast-check'
import type { InvoiceLine } from '../../../src/domain/invoice.ts'
import { invoiceLine } from '../../../src/ledgers/fixtures/bear-creek.ts'
import { minorUnitsOf } from '../../../src/money/currency.ts'
import { formatDecimal } from '../../../src/money/decimal.ts'

/** Any line that could be billed, its amount rounded to the currency's own places. */
export function anyLine(ledgerItemId: string, currency: string): fc.Arbitrary<InvoiceLine> {
  return fc
    .record({
      quantity: fc.integer({ min: -50, max: 500 }),
      price: fc.integer({ min: 0, max: 9_999_999 }),
      amount: fc.integer({ min: -90_000, max: 900_000 }),
      days: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
    })
    .map(({ quantity, price, amount, days }) =>
      invoiceLine({
        ledgerItemId,
        taxable: false,
        quantity: String(quantity),
        unitPrice: withPlaces(price, 4),
        amount: withPlaces(amount, minorUnitsOf(currency)),
        proration: days === undefined ? undefined : { days, of: 31 },
      }),
    )
}

function withPlaces(units: number, places: number): string {
  return formatDecimal({ units: BigInt(units), scale: places })
}
