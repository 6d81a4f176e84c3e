import fc from 'fast-check'
import { expect, test } from 'vitest'
import { queryText, quoted } from './query.ts'

test('a document is asked for by its number, in quotes', () => {
  expect(queryText({ entity: 'Invoice', where: [{ property: 'DocNumber', equals: 'P2604-00042' }] }, 1)).toBe(
    "select * from Invoice where DocNumber = 'P2604-00042' orderby Id startposition 1 maxresults 1000",
  )
})

test('conditions are joined by "and", and a list with inactive records says so', () => {
  const where = [
    { property: 'CustomerRef', equals: '24' },
    { property: 'TxnDate', equals: '2026-04-30' },
  ]
  expect(queryText({ entity: 'CreditMemo', where }, 1001)).toBe(
    "select * from CreditMemo where CustomerRef = '24' and TxnDate = '2026-04-30' orderby Id startposition 1001 maxresults 1000",
  )
  expect(queryText({ entity: 'Customer', includesInactive: true }, 1)).toBe(
    'select * from Customer where Active in (true, false) orderby Id startposition 1 maxresults 1000',
  )
})

test('an apostrophe is escaped as QuickBooks was recorded to take it', () => {
  expect(quoted("Amy's Bird Sanctuary")).toBe(String.raw`'Amy\'s Bird Sanctuary'`)
})

test('a backslash and a line break are refused', () => {
  expect(() => quoted('P2604\\1')).toThrow('backslash')
  expect(() => quoted('P2604\n1')).toThrow('control character')
})

test('no value ever ends its own quotes', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      fc.pre(!/[\\\p{Cc}]/u.test(value))
      const inside = quoted(value).slice(1, -1)
      expect(inside.replaceAll("\\'", '')).not.toContain("'")
      expect(inside.replaceAll("\\'", "'")).toBe(value)
    }),
  )
})
