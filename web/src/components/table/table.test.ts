import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Column } from './column.ts'
import { filterRows } from './filter-rows.ts'
import { orderRows } from './order-rows.ts'
import { rowsCsv } from './rows-csv.ts'
import { mostDrawnRows, rowHeight, visibleRows } from './visible-rows.ts'

interface Row {
  readonly name: string
  readonly amount: string
}
const columns: readonly Column<Row>[] = [
  { id: 'name', head: 'Client', text: ({ name }) => name },
  { id: 'amount', head: 'Amount', text: ({ amount }) => amount, isFigure: true },
]
const rows: readonly Row[] = [
  { name: 'Bear Creek', amount: '9.50' },
  { name: 'alder & Co', amount: '10.00' },
  { name: 'Cedar 10', amount: '' },
  { name: 'Cedar 9', amount: '-200.00' },
]
const names = (some: readonly Row[]): readonly string[] => some.map(({ name }) => name)

test('figures are ordered by their worth, words without regard to case, and nothing stands last', () => {
  expect(names(orderRows(rows, columns, { by: 'amount', descending: true }))).toEqual([
    'alder & Co',
    'Bear Creek',
    'Cedar 9',
    'Cedar 10',
  ])
  expect(names(orderRows(rows, columns, { by: 'amount', descending: false })).at(-1)).toBe('Cedar 10')
  expect(names(orderRows(rows, columns, { by: 'name', descending: false }))).toEqual([
    'alder & Co',
    'Bear Creek',
    'Cedar 9',
    'Cedar 10',
  ])
})

test('each word of the filter must be there, and a word with a minus must not', () => {
  expect(names(filterRows(rows, columns, 'cedar'))).toEqual(['Cedar 10', 'Cedar 9'])
  expect(names(filterRows(rows, columns, 'CEDAR -200'))).toEqual(['Cedar 10'])
  expect(filterRows(rows, columns, '  ')).toBe(rows)
})

test('the CSV keeps amounts whole and no text becomes a formula', () => {
  const odd = [
    { name: '=HYPERLINK("x")', amount: '-1.00' },
    { name: 'a, "b"', amount: '2.10' },
  ]
  expect(rowsCsv(odd, columns)).toBe('Client,Amount\r\n"\'=HYPERLINK(""x"")",-1.00\r\n"a, ""b""",2.10\r\n')
})

test('wherever a long table is scrolled to, all that can be seen is drawn, and little more', () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(700_000), fc.integer({ min: 100, max: 2_000 }), (count, scrolled, height) => {
      const { from, until } = visibleRows(count, scrolled, height)
      expect(from).toBeGreaterThanOrEqual(0)
      expect(until).toBeLessThanOrEqual(count)
      if (count <= mostDrawnRows) {
        expect(until - from).toBe(count)
        return
      }
      const lastSeen = Math.min(Math.floor((scrolled + height) / rowHeight), count - 1)
      if (scrolled < count * rowHeight) {
        expect(from).toBeLessThanOrEqual(Math.floor(scrolled / rowHeight))
        expect(until).toBeGreaterThan(lastSeen)
      }
      expect(until - from).toBeLessThanOrEqual(height / rowHeight + 90)
    }),
  )
})
