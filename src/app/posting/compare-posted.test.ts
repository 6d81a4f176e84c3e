import { expect, test } from 'vitest'
import type { PostedDocument, PreparedDocument } from '../../ledgers/gateway.ts'
import { comparePosted } from './compare-posted.ts'

const approved: PreparedDocument = {
  date: '2026-11-30',
  currency: undefined,
  netTotal: '470.00',
  lines: [
    { description: 'M365 Business Standard', amount: '396.00' },
    { description: 'Firewall rental', amount: '74.00' },
  ],
}
const posted: PostedDocument = {
  documentKind: 'invoice',
  documentId: '145',
  documentNumber: 'SL2611-00001',
  customerId: '24',
  currency: 'USD',
  date: '2026-11-30',
  netTotal: '470.00',
  tax: undefined,
  total: '470.00',
  balance: '470.00',
  lines: approved.lines,
  reference: undefined,
  version: '0',
  traceId: undefined,
  voided: false,
  raw: '{}',
}
const [first, second] = approved.lines

function found(changes: Partial<PostedDocument>): unknown[] {
  return comparePosted(approved, { ...posted, ...changes }).map(({ kind, line, approved: ours, posted: theirs }) =>
    [kind, line, ours, theirs].filter((part) => part !== undefined),
  )
}

test('a document that came back as it was approved differs in nothing', () => {
  expect(comparePosted(approved, posted)).toEqual([])
})

test('tax that the ledger computed, and credits that it applied, are told and want nobody', () => {
  const differences = comparePosted(approved, { ...posted, tax: '31.68', total: '501.68', balance: '401.68' })
  expect(differences.map(({ kind, wantsPerson }) => [kind, wantsPerson])).toEqual([
    ['tax', false],
    ['credit-applied', false],
  ])
  expect(differences[1]?.cause).toContain('100.00')
})

test('a cent is rounding, more is another amount, and the total before tax follows', () => {
  expect(
    found({ lines: [{ ...first, description: first?.description, amount: '396.01' }, ...approved.lines.slice(1)] }),
  ).toEqual([['rounding', 1, '396.00', '396.01']])
  expect(
    found({
      lines: [...approved.lines.slice(0, 1), { description: second?.description, amount: '70.00' }],
      netTotal: '466.00',
      total: '466.00',
      balance: '466.00',
    }),
  ).toEqual([
    ['line-amount', 2, '74.00', '70.00'],
    ['net-total', '470.00', '466.00'],
  ])
})

test('a line that is gone, one that was added, and a changed text are told line by line', () => {
  expect(found({ lines: approved.lines.slice(0, 1) })).toEqual([['line-missing', 2, '74.00']])
  expect(found({ lines: [...approved.lines, { description: 'Late fee', amount: '5.00' }] })).toEqual([
    ['line-added', 3, '5.00'],
  ])
  const cut = { description: 'M365 Business', amount: '396.00' }
  expect(found({ lines: [cut, ...approved.lines.slice(1)] })).toEqual([
    ['line-text', 1, 'M365 Business Standard', 'M365 Business'],
  ])
  const [difference] = comparePosted(approved, { ...posted, lines: [cut, ...approved.lines.slice(1)] })
  expect(difference?.cause).toBe('the ledger cut the text')
})

test('a charge of the company’s own between lines and total, another date and another currency are told', () => {
  expect(found({ total: '480.00', balance: '480.00' })).toEqual([['total', '470.00', '480.00']])
  expect(found({ date: '2026-12-01' })).toEqual([['date', '2026-11-30', '2026-12-01']])
  const inEuro = comparePosted({ ...approved, currency: 'USD' }, { ...posted, currency: 'EUR' })
  expect(inEuro.map(({ kind }) => kind)).toEqual(['currency'])
})
