import { expect, test } from 'vitest'
import { costs, expectNoProblem, problemsOf, readText, smallMapping } from './fixtures/charges-file.ts'

const mapping = {
  ...smallMapping,
  columns: {
    'invoice.number': 'invoice.number',
    'invoice.date': 'invoice.date',
    'charge.kind': 'Type',
    cost: 'amount',
  },
}

const row = (amount: string, more = ''): string =>
  `{"invoice":{"number":"007","date":"2026-04-01T00:00:00Z"},"Type":"Licence","amount":${amount}${more}}`

test('a JSON number keeps the digits that it was written with', () => {
  const reading = readText(`[${row('0.1000000000000000055')},${row('"1,000.10"')},${row('1e-7')}]`, {
    ...mapping,
    format: 'json',
  })
  expectNoProblem(reading)
  expect(costs(reading)).toEqual(['0.1000000000000000055 USD', '1000.10 USD', '0.0000001 USD'])
  expect(reading.charges[0]).toMatchObject({ invoiceId: '007', invoiceDate: '2026-04-01' })
})

test('the rows may stand deeper in the document, and what is not used is reported', () => {
  const reading = readText(`{"page":{"items":[${row('5', ',"tags":["a"],"more":{"x":null}')}]}}`, {
    ...mapping,
    format: 'json',
    rowsAt: 'page.items',
  })
  expect(costs(reading)).toEqual(['5 USD'])
  expect(reading.unknownColumns).toEqual(['tags', 'more.x'])
})

test('JSON Lines are counted by line, and a row that is no object is told', () => {
  const reading = readText(`${row('5')}\n\n[1]\n${row('"x"')}\n`, { ...mapping, format: 'jsonl' })
  expect(problemsOf(reading)).toEqual(['row-unreadable 3', 'value-unreadable 4'])
})

test.each([
  ['a document that is no list', '{"a":1}', 'file-unreadable'],
  ['a cut document', `[${row('5')}`, 'file-unreadable'],
  ['a column that is said twice', `[${row('5', ',"invoice.number":"8"')}]`, 'row-unreadable 1'],
  ['a NUL within a text', `[${row('5', ',"note":"\\u0000"')}]`, 'row-unreadable 1'],
  ['half of a character', `[${row('5', ',"note":"\\ud800"')}]`, 'row-unreadable 1'],
])('%s is refused', (_what, text, problem) => {
  expect(problemsOf(readText(text, { ...mapping, format: 'json' }))).toContain(problem)
})
