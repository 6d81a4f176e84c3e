import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differingPlaces } from './differing-places.ts'

test('each place at which two documents differ is named', () => {
  const before = { total: '1.00', lines: [{ amount: '1.00', was: { quantity: '1' } }, { amount: '2.00' }] }
  const after = { total: '1.50', lines: [{ amount: '1.50', was: null }], note: 'x' }
  expect(differingPlaces(before, after)).toEqual([
    { path: 'total', before: '"1.00"', after: '"1.50"' },
    { path: 'lines[0].amount', before: '"1.00"', after: '"1.50"' },
    { path: 'lines[0].was', before: '{"quantity":"1"}', after: 'null' },
    { path: 'lines[1]', before: '{"amount":"2.00"}', after: undefined },
    { path: 'note', before: undefined, after: '"x"' },
  ])
})

test('two documents differ nowhere exactly when they are the same JSON', () => {
  const documents = fc.jsonValue({ maxDepth: 3 })
  fc.assert(
    fc.property(documents, documents, (a, b) => {
      const [left, right] = [JSON.parse(JSON.stringify(a)) as unknown, JSON.parse(JSON.stringify(b)) as unknown]
      expect(differingPlaces(left, left)).toEqual([])
      expect(differingPlaces(left, right).length === 0).toBe(sameJson(left, right))
    }),
  )
})

/** The order of keys makes no difference; the order of a list does. */
function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [new Map<string, unknown>(Object.entries(a)), new Map<string, unknown>(Object.entries(b))]
  if (Array.isArray(a) !== Array.isArray(b) || left.size !== right.size) return false
  return [...left].every(([key, value]) => right.has(key) && sameJson(value, right.get(key)))
}
