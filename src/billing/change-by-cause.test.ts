import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { InvoiceLine } from '../domain/invoice.ts'
import { addDecimals, decimal, formatDecimal, subtractDecimals } from '../money/decimal.ts'
import { changeByCause, sumOfParts } from './change-by-cause.ts'

const period = { start: '2026-10-01', end: '2026-11-01' }

function line(lineKey: string, change: Partial<InvoiceLine>): InvoiceLine {
  return {
    ...{ lineKey, billingLineId: lineKey, itemId: 'm365', ledgerItemId: '1', description: lineKey },
    ...{ servicePeriod: period, quantity: '1', unitPrice: '10.00', amount: '10.00', proration: undefined },
    ...{ taxable: true, source: 'synced', was: undefined, cost: 'unknown', covers: [] },
    reasons: {
      ...{ quantityBasis: 'as-charged', quantityRule: 'model', slice: [], byBasis: [], price: undefined },
      ...{ steps: [], evidence: [] },
    },
    ...change,
  }
}

test('a month is told from the last one by cause, to the cent', () => {
  const lines = [
    // Two more seats at 10.00, and then 12 seats at 0.50 more: 20.00 and 6.00.
    line('both', {
      ...{ quantity: '12', unitPrice: '10.50', amount: '126.00' },
      was: { quantity: '10', unitPrice: '10.00', amount: '100.00' },
    }),
    line('fewer', {
      ...{ quantity: '3', unitPrice: '8.00', amount: '24.00' },
      was: { quantity: '5', unitPrice: '8.00', amount: '40.00' },
    }),
    line('new', { quantity: '2', unitPrice: '15.00', amount: '30.00' }),
    line('part', { quantity: '1', unitPrice: '10.00', amount: '5.48', proration: { days: 17, of: 31 } }),
    line('owed', { amount: '-4.00', source: 'true-up' }),
  ]
  // Lines of 181.48 in all; last month billed 152.00, of which 140.00 on lines that are still there and 12.00 on one gone.
  const parts = changeByCause({ lines, currency: 'USD', total: '181.48' }, '152.00')
  expect(parts.map(({ cause, amount }) => [cause, amount])).toEqual([
    ['seats-added', '20.00'],
    ['price', '6.00'],
    ['seats-removed', '-16.00'],
    ['new-line', '30.00'],
    ['proration', '5.48'],
    ['true-up', '-4.00'],
    ['ended', '-12.00'],
  ])
  expect(sumOfParts(parts)).toBe('29.48')
})

test('whatever was billed, the causes add up to the change', () => {
  const cents = fc
    .integer({ min: -50_000, max: 50_000 })
    .map((units) => formatDecimal({ units: BigInt(units), scale: 2 }))
  const figures = fc.record({ quantity: fc.integer({ min: 0, max: 99 }).map(String), unitPrice: cents, amount: cents })
  const source = fc.constantFrom<InvoiceLine['source']>('synced', 'manual', 'true-up', 'carried', 'held')
  const anyLine = fc.record({ is: figures, was: fc.option(figures, { nil: undefined }), source })
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 8 }), fc.option(cents, { nil: undefined }), (some, previousTotal) => {
      const lines = some.map(({ is, was, source: from }, index) => line(String(index), { ...is, was, source: from }))
      const total = formatDecimal(lines.map(({ amount }) => decimal(amount)).reduce(addDecimals, decimal('0.00')))
      const parts = changeByCause({ lines, currency: 'USD', total }, previousTotal)
      const change = subtractDecimals(decimal(total), decimal(previousTotal ?? '0'))
      expect(subtractDecimals(decimal(sumOfParts(parts)), change).units).toBe(0n)
    }),
  )
})
