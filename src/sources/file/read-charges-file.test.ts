import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { formatDecimal } from '../../money/decimal.ts'
import {
  columnsWithoutCost,
  costs,
  expectNoProblem,
  problemsOf,
  readBytes,
  readRows,
  readText,
  smallHeader,
  smallMapping,
  smallRow,
} from './fixtures/charges-file.ts'

test('a row becomes a charge with its id, its days and its exact amounts', () => {
  const reading = readRows(smallRow())
  expectNoProblem(reading)
  const [charge] = reading.charges
  expect(charge).toMatchObject({
    connectionId: 'small',
    invoiceId: 'I1',
    chargeId: 'I1/1/1',
    kind: 'subscription',
    rawKind: 'Licence',
    companyId: 'C1',
    servicePeriod: { start: '2026-04-01', end: '2026-05-01' },
    tax: 'unknown',
  })
  expect(costs(reading)).toEqual(['20.00 USD'])
})

test('leading zeros of ids stay, and a spreadsheet’s apostrophe before them goes', () => {
  const [charge] = readRows(smallRow({ Customer: "'00042", Invoice: '0007', Line: '000010' })).charges
  expect(charge).toMatchObject({ companyId: '00042', invoiceId: '0007', chargeId: '0007/000010/1' })
})

test('an id that a spreadsheet has shortened is refused, by its line', () => {
  expect(problemsOf(readRows(smallRow(), smallRow({ Customer: '1.01E+09' })))).toEqual(['value-unreadable 3'])
})

test('an inclusive end of a service period becomes the day after it', () => {
  const mapping = { ...smallMapping, periodEnd: 'inclusive' }
  const reading = readText(`${smallHeader}\n${smallRow({ From: '2020-06-12', To: '2021-06-11' })}`, mapping)
  expect(reading.charges[0]?.servicePeriod).toEqual({ start: '2020-06-12', end: '2021-06-12' })
})

test('a credit may keep its quantity above zero and be negative by its price', () => {
  const reading = readRows(smallRow({ Price: '-10.00', Amount: '(20.00)' }))
  expectNoProblem(reading)
  expect(costs(reading)).toEqual(['-20.00 USD'])
  const quantity = reading.charges[0]?.quantity
  expect(quantity === undefined || quantity === 'unknown' ? quantity : formatDecimal(quantity)).toBe('2')
})

test('a quantity that is not stated is unknown, never zero', () => {
  const [charge] = readRows(smallRow({ Qty: '', Price: '' })).charges
  expect(charge).toMatchObject({ quantity: 'unknown', unitCost: 'unknown' })
})

test('the amount is the distributor’s word; quantity times price only checks it', () => {
  const reading = readRows(smallRow({ Amount: '19.99' }))
  expect(reading.problems).toMatchObject([{ code: 'line-arithmetic', severity: 'warning', line: 2 }])
  expect(costs(reading)).toEqual(['19.99 USD'])
})

test.each([
  ['an amount that is no number', { Amount: '20,0' }],
  ['no amount at all', { Amount: '' }],
  ['no invoice', { Invoice: '' }],
  ['a day that does not exist', { Date: '2026-02-30' }],
  ['a period that ends before it starts', { To: '2026-03-01' }],
])('a row with %s is told by its line and blocks the file', (_what, changes) => {
  const reading = readRows(smallRow(), smallRow(changes), smallRow())
  expect(reading.problems).toMatchObject([{ severity: 'blocking', line: 3 }])
})

test('a kind of charge that the mapping does not know is kept in its own words, as unknown', () => {
  const reading = readRows(smallRow({ Type: 'Mystery' }))
  expect(reading.problems).toMatchObject([{ code: 'unknown-charge-kind', severity: 'warning', line: 2 }])
  expect(reading.charges[0]).toMatchObject({ kind: 'unknown', rawKind: 'Mystery' })
})

test('lines of a file are counted as an editor shows them, breaks within a cell included', () => {
  const reading = readRows(smallRow({ Customer: 'two\nlines' }), '', smallRow({ Amount: 'x' }))
  expect(problemsOf(reading)).toEqual(['value-unreadable 5'])
})

test('a row with a cell too many is told: a delimiter without quotes would shift all that follows', () => {
  expect(problemsOf(readRows(smallRow(), `${smallRow()},extra`))).toEqual(['row-unreadable 3'])
})

test('the delimiter is found by the columns that the mapping names', () => {
  for (const delimiter of [',', ';', '\t', '|']) {
    const reading = readText([smallHeader, smallRow()].join('\n').replaceAll(',', delimiter))
    expectNoProblem(reading)
    expect(costs(reading)).toEqual(['20.00 USD'])
  }
})

test('a header may stand below a title, with Windows line ends and a byte order mark', () => {
  const text = `\ufeffApril bill\r\n\r\n${smallHeader}\r\n${smallRow()}\r\n${smallRow({ Amount: '?' })}\r\n`
  const reading = readText(text, { ...smallMapping, headerRow: 3 })
  expect(costs(reading)).toEqual(['20.00 USD', 'unknown'])
  expect(problemsOf(reading)).toEqual(['value-unreadable 5'])
})

test('a column that occurs twice must be named with its occurrence', () => {
  const taxes = (occurrence: number): object => ({ column: 'Taxes', occurrence })
  const text = [`Taxes,${smallHeader},Taxes`, `1.00,${smallRow()},5.00`].join('\n')
  const withTax = (tax: unknown): object => ({ ...smallMapping, columns: { ...smallMapping.columns, tax } })
  expect(readText(text, withTax(taxes(1))).charges[0]?.tax).toMatchObject({ units: 100n })
  expect(readText(text, withTax(taxes(2))).charges[0]?.tax).toMatchObject({ units: 500n })
  expect(problemsOf(readText(text, withTax('Taxes')))).toEqual(['column-ambiguous'])
  expect(problemsOf(readText(text, withTax(taxes(3))))).toEqual(['column-missing'])
})

test('every missing column is named at once, with those that are there', () => {
  const reading = readText('Customer,Invoice\nC1,I1')
  expect(reading.problems).toHaveLength(8)
  expect(reading.problems[0]?.message).toContain('It has: Customer, Invoice.')
})

test('columns that the mapping does not know are reported, and those it knows as unused are not', () => {
  const text = [`${smallHeader},Segment,Comment`, `${smallRow()},GOV,hello`].join('\n')
  expect(readText(text, { ...smallMapping, otherColumns: ['Comment'] }).unknownColumns).toEqual(['Segment'])
})

test('tax within the amount is taken off it', () => {
  const mapping = { ...smallMapping, columns: { ...columnsWithoutCost, costWithTax: 'Amount', tax: 'Tax' } }
  const read = (tax: string) => readText(`${smallHeader},Tax\n${smallRow({ Amount: '23.80' })},${tax}`, mapping)
  expect(costs(read('3.80'))).toEqual(['20.00 USD'])
  expectNoProblem(read('3.80'))
  expect(problemsOf(read(''))).toEqual(['value-unreadable 2'])
})

test('the row filter leaves rows out and says which', () => {
  const mapping = { ...smallMapping, rowFilter: { notEmpty: ['Line'] } }
  const reading = readText([smallHeader, smallRow(), smallRow({ Line: '', Amount: '99.00' })].join('\n'), mapping)
  expect(costs(reading)).toEqual(['20.00 USD'])
  expect(reading.leftOutLines).toEqual([3])
})

test('charges keep their ids when the rows of the file change their order', () => {
  const rows = [smallRow(), smallRow({ Qty: '3', Amount: '30.00' }), smallRow({ Line: '2' }), smallRow()]
  const ids = (order: readonly string[]): string[] =>
    readRows(...order)
      .charges.map(({ chargeId, cost }) => `${chargeId} ${cost === 'unknown' ? '' : formatDecimal(cost)}`)
      .sort()
  expect(new Set(ids(rows)).size).toBe(4)
  expect(ids([...rows].reverse())).toEqual(ids(rows))
})

test('what a file says of an invoice it must say on each of its rows', () => {
  expect(problemsOf(readRows(smallRow(), smallRow({ Date: '2026-04-02' })))).toEqual(['invoice-inconsistent'])
})

test('a customer’s name that changes within a file is told, and the later one taken', () => {
  const mapping = { ...smallMapping, columns: { ...smallMapping.columns, 'company.name': 'Name' } }
  const reading = readText(
    `${smallHeader},Name\n${smallRow()},Old Oak Ltd\n${smallRow({ Line: '2' })},New Oak Ltd`,
    mapping,
  )
  expect(problemsOf(reading)).toEqual(['name-differs 3'])
  expect(reading.companies).toMatchObject([{ companyId: 'C1', name: 'New Oak Ltd', status: 'unknown' }])
})

test('gzip is unpacked; an encoding is stated by a byte order mark or the mapping, never guessed', () => {
  const text = `${smallHeader}\n${smallRow({ Customer: 'Müller' })}`
  expect(readBytes(gzipSync(text)).charges[0]?.companyId).toBe('Müller')
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
  expect(readBytes(utf16).charges[0]?.companyId).toBe('Müller')
  const latin = Buffer.from(text, 'latin1')
  expect(problemsOf(readBytes(latin))).toEqual(['file-unreadable'])
  expect(readBytes(latin, { ...smallMapping, encoding: 'windows-1252' }).charges[0]?.companyId).toBe('Müller')
})

test.each([
  ['an empty file', ''],
  ['a quote that never ends', `${smallHeader}\n"C1`],
  ['a NUL', `${smallHeader}\n${smallRow({ Customer: '\0' })}`],
])('%s is no file of charges', (_what, text) => {
  expect(problemsOf(readText(text))[0]).toMatch(/^(file-unreadable|column-missing)/)
})

test('a file with a header and no rows is refused', () => {
  expect(problemsOf(readText(smallHeader))).toEqual(['no-rows'])
})
