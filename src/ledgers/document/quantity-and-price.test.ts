import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decimal,
  equalDecimals,
  fitsPlaces,
  formatDecimal,
  multiplyDecimals,
  roundDecimal,
  type Decimal,
} from '../../money/decimal.ts'
import {
  opposite,
  quantityAndPrice,
  workingOf,
  type BilledLine,
  type LinePlaces,
  type QuantityAndPrice,
} from './quantity-and-price.ts'

/** Those of QuickBooks Online. */
const places: LinePlaces = { quantity: 5, unitPrice: 5, amount: 2 }

function shown(quantity: string, unitPrice: string, amount: string, proration?: { days: number; of: number }): string {
  const line = { quantity: decimal(quantity), unitPrice: decimal(unitPrice), amount: decimal(amount), proration }
  const result = quantityAndPrice(line, places)
  const [q, p, a] = [result.quantity, result.unitPrice, result.amount].map(formatDecimal)
  return `${result.form}: ${q ?? ''} x ${p ?? ''} = ${a ?? ''}`
}

describe('how a billed line is shown to a ledger', () => {
  test.each([
    ['a whole month is shown as it was billed', '17', '22.00', '374.00', undefined, 'as-billed: 17 x 22.00 = 374.00'],
    [
      'half a month of five seats is two and a half seats',
      '5',
      '22.00',
      '55.00',
      { days: 15, of: 30 },
      'folded: 2.50000 x 22.00 = 55.00',
    ],
    [
      '19 of 30 days fit in no decimal quantity, so the line is one unit at its amount',
      '1',
      '22.00',
      '13.93',
      { days: 19, of: 30 },
      'single: 1 x 13.93 = 13.93',
    ],
    [
      'a leaver at half a month takes off half a seat',
      '-1',
      '22.00',
      '-11.00',
      { days: 15, of: 30 },
      'folded: -0.50000 x 22.00 = -11.00',
    ],
    [
      'a leaver on an odd day takes off one unit at the amount',
      '-1',
      '22.00',
      '-11.73',
      { days: 16, of: 30 },
      'single: -1 x 11.73 = -11.73',
    ],
    [
      'a price with seven places is shown as one unit',
      '100',
      '0.1234567',
      '12.35',
      undefined,
      'single: 1 x 12.35 = 12.35',
    ],
    ['half a cent is rounded up by QuickBooks too', '3', '1.335', '4.01', undefined, 'as-billed: 3 x 1.335 = 4.01'],
    ['an amount rounded half to even is kept, as one unit', '3', '1.335', '4.00', undefined, 'single: 1 x 4.00 = 4.00'],
    ['a minimum charge is kept, as one unit', '2', '3.00', '25.00', undefined, 'single: 1 x 25.00 = 25.00'],
    ['yen are rounded to whole ones, as one unit', '3', '33.4', '100', undefined, 'single: 1 x 100 = 100'],
    ['a line at zero stays', '0', '22.00', '0.00', undefined, 'as-billed: 0 x 22.00 = 0.00'],
  ])('%s', (_rule, quantity, unitPrice, amount, proration, expected) => {
    expect(shown(quantity, unitPrice, amount, proration)).toBe(expected)
  })

  test('an amount with three places is refused, never rounded', () => {
    expect(() => shown('1', '1.234', '1.234')).toThrow(RangeError)
  })

  test('the working names seats, price and days', () => {
    const line = { quantity: '17', unitPrice: '22.00', proration: { days: 18, of: 31 } }
    expect(workingOf(line)).toBe('17 x 22.00 x 18/31')
    expect(workingOf({ ...line, proration: undefined })).toBe('17 x 22.00')
  })
})

const anyDecimal = (places: number): fc.Arbitrary<Decimal> =>
  fc.record({ units: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), scale: fc.integer({ min: 0, max: places }) })

const anyProration = fc.option(
  fc
    .integer({ min: 1, max: 366 })
    .chain((of) => fc.record({ days: fc.integer({ min: 0, max: of }), of: fc.constant(of) })),
  { nil: undefined },
)

const anyLine: fc.Arbitrary<BilledLine> = fc.record({
  quantity: anyDecimal(6),
  unitPrice: anyDecimal(10),
  amount: anyDecimal(2),
  proration: anyProration,
})

function isTakenByQuickBooks({ quantity, unitPrice, amount }: QuantityAndPrice): boolean {
  const product = roundDecimal(multiplyDecimals(quantity, unitPrice), 2, 'half-up')
  return equalDecimals(product, amount) && fitsPlaces(quantity, 5) && fitsPlaces(unitPrice, 5) && fitsPlaces(amount, 2)
}

describe('what always holds', () => {
  test('QuickBooks multiplies what is shown to exactly the approved amount, also with the sign turned', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const result = quantityAndPrice(line, places)
        expect(equalDecimals(result.amount, line.amount)).toBe(true)
        expect(isTakenByQuickBooks(result)).toBe(true)
        expect(isTakenByQuickBooks(opposite(result))).toBe(true)
      }),
    )
  })

  test('a line that QuickBooks would multiply to the same amount keeps its quantity and price', () => {
    fc.assert(
      fc.property(anyDecimal(5), anyDecimal(5), (quantity, unitPrice) => {
        const amount = roundDecimal(multiplyDecimals(quantity, unitPrice), 2, 'half-up')
        const line = { quantity, unitPrice, amount, proration: undefined }
        expect(quantityAndPrice(line, places)).toEqual({ form: 'as-billed', quantity, unitPrice, amount })
      }),
    )
  })
})
