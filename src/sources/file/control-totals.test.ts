import { expect, test } from 'vitest'
import { expectNoProblem, problemsOf, readText, smallHeader, smallMapping, smallRow } from './fixtures/charges-file.ts'

const mapping = {
  ...smallMapping,
  columns: { ...smallMapping.columns, tax: 'Tax' },
  controlTotals: [
    { name: 'Invoice total', column: 'Invoice total', by: ['Invoice'], sums: ['cost', 'tax'] },
    { name: 'Net', column: 'Net', sums: ['cost'] },
  ],
}

/** Two invoices of 20.00 + 20.00 and 30.00, tax 1.00 on each line; the totals repeat on every row. */
const read = (changes: { invoiceOne?: string; lastOfOne?: string; net?: string; rows?: number } = {}) => {
  const { invoiceOne = '42.00', lastOfOne = invoiceOne, net = '70.00' } = changes
  const rows = [
    `${smallRow({ Line: '1' })},1.00,${invoiceOne},${net}`,
    `${smallRow({ Line: '2' })},1.00,${lastOfOne},${net}`,
    `${smallRow({ Invoice: 'I2', Qty: '3', Amount: '30.00' })},1.00,31.00,${net}`,
  ]
  return readText([`${smallHeader},Tax,Invoice total,Net`, ...rows.slice(0, changes.rows)].join('\n'), mapping)
}

test('totals that repeat on every row are checks and are never added up', () => {
  const reading = read()
  expectNoProblem(reading)
  expect(reading.controlTotals.map(({ name, group, ties }) => [name, group, ties])).toEqual([
    ['Invoice total', 'I1', true],
    ['Invoice total', 'I2', true],
    ['Net', '', true],
  ])
  expect(reading.controlTotals[0]).toMatchObject({ stated: { units: 4200n }, summed: { units: 4200n } })
})

test('a total that does not tie blocks the file, with both figures', () => {
  const reading = read({ invoiceOne: '42.01' })
  expect(reading.problems).toMatchObject([{ code: 'control-total', severity: 'blocking' }])
  expect(reading.problems[0]?.message).toContain(
    'Invoice total of I1 says 42.01 USD, and its charges come to 42.00 USD',
  )
})

test('a file that lost its last row does not tie', () => {
  expect(problemsOf(read({ rows: 2 }))).toEqual(['control-total'])
})

test('a total must be one and the same on all rows of its group', () => {
  const reading = read({ lastOfOne: '41.00' })
  expect(reading.problems[0]?.message).toContain('is not one total: 42.00 on line 2 and 41.00 on line 3')
})

test('the same total written in two ways is one total', () => {
  expectNoProblem(read({ lastOfOne: '42' }))
})

test.each(['', 'n/a'])('a total that is "%s" proves nothing, so the file is blocked', (net) => {
  expect(problemsOf(read({ net }))).toEqual(['control-total'])
})

test('a total over two currencies cannot be checked, so the file is blocked', () => {
  const text = [
    `${smallHeader},Tax,Invoice total,Net,Currency`,
    `${smallRow()},0,20.00,40.00,USD`,
    `${smallRow({ Invoice: 'I2' })},0,20.00,40.00,eur`,
  ].join('\n')
  const reading = readText(text, { ...mapping, constants: {}, columns: { ...mapping.columns, currency: 'Currency' } })
  expect(reading.problems).toMatchObject([{ code: 'control-total' }])
  expect(reading.problems[0]?.message).toContain('USD and EUR')
})
