import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

test('keys are sorted by code unit, however many there are, and what is undefined is left out', () => {
  expect(canonicalJson({ b: 1, a: 'x', B: null, 10: true, 9: [1, { d: 0, c: 0 }], e: undefined })).toBe(
    '{"10":true,"9":[1,{"c":0,"d":0}],"B":null,"a":"x","b":1}',
  )
  const names = Array.from({ length: 60 }, (_, index) => `k${String((index * 37) % 60).padStart(2, '0')}`)
  const text = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])))
  expect(text).toBe(
    `{${[...names]
      .sort()
      .map((name) => `"${name}":0`)
      .join(',')}}`,
  )
})

test('a text is spelled as JSON spells it', () => {
  for (const text of ['', 'plain', '"', '\\', 'a\nb', '\u007f', 'é', '\ud800', '→', ' !#[]~']) {
    expect(canonicalJson(text)).toBe(JSON.stringify(text))
  }
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => canonicalJson(text) === JSON.stringify(text)))
})

/** Everything that has one spelling: numbers are safe integers. */
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('document')),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('document')),
  ),
}))

test('what is written reads back as it was, and equal values have one spelling', () => {
  fc.assert(
    fc.property(document, (value) => {
      const text = canonicalJson(value)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(JSON.parse(text))).toBe(text)
    }),
  )
})

test('a value without one spelling is refused', () => {
  for (const value of [0.5, Number.NaN, 1n, () => 1, [undefined], { a: { b: Symbol('c') } }]) {
    expect(() => canonicalJson(value)).toThrow(TypeError)
  }
})
