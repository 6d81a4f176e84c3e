import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/support/failure.ts'
import { numberText, requireNumberText, writeJson } from './json-text.ts'

test.each(['25.19', '86.456', '0.0000033333', '-10.005', '17', '12.50', '123456789012345678.01'])(
  '%s is written as it stands',
  (text) => {
    expect(writeJson({ amount: numberText(text) })).toBe(`{"amount":${text}}`)
  },
)

test.each(['', '.5', '5.', '1,200.00', '+5', '007', 'NaN', '1 '])('%j is refused as a number', (text) => {
  expect(() => {
    requireNumberText(text, 'the price')
  }).toThrow(InvalidInput)
})

test('a field without a value is left out, or null', () => {
  const row = { a: undefined, b: [undefined], c: null }
  expect(writeJson(row)).toBe('{"b":[null],"c":null}')
  expect(writeJson(row, 'null')).toBe('{"a":null,"b":[null],"c":null}')
})

test('texts survive, whatever is in them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, name) => {
      expect(JSON.parse(writeJson({ [name]: text }))).toEqual(JSON.parse(JSON.stringify({ [name]: text })))
    }),
  )
})
