import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDecimal } from '../../money/decimal.ts'
import { parseNumber } from './parse-number.ts'

const read = (text: string, sign: '.' | ',' = '.'): string | undefined => {
  const value = parseNumber(text, sign)
  return value === undefined ? undefined : formatDecimal(value)
}

test.each([
  ['25.19', '25.19'],
  ["'25.19", '25.19'],
  ['  25.19 ', '25.19'],
  ['1,234,567.80', '1234567.80'],
  ['1 234.5', '1234.5'],
  ["1'234.5", '1234.5'],
  ['1\u202f234.5', '1234.5'],
  ['(12.50)', '-12.50'],
  ['( 1,200 )', '-1200'],
  ['12.50-', '-12.50'],
  ['-12.50', '-12.50'],
  ['\u221212.50', '-12.50'],
  ['+3', '3'],
  ['.5', '0.5'],
  ['0.0000000001', '0.0000000001'],
])('"%s" is the number %s', (text, expected) => {
  expect(read(text)).toBe(expected)
})

test.each([
  ['1.234.567,80', '1234567.80'],
  ['12,50-', '-12.50'],
  ['1 234,5', '1234.5'],
])('with a decimal comma "%s" is the number %s', (text, expected) => {
  expect(read(text, ',')).toBe(expected)
})

test.each([
  '',
  '-',
  '()',
  '12.5.0',
  '1,23',
  '1,2345',
  '0,125',
  '12,50',
  '1,234 567',
  '(-5)',
  '-5-',
  '(5',
  '1e3',
  '$5',
  '5 EUR',
  'NaN',
  '0x10',
  '٣',
])('"%s" is refused: it could be another number than the one meant', (text) => {
  expect(read(text)).toBeUndefined()
})

test('every amount comes back from each way of writing it', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 1, max: 6 }), (units, scale) => {
      const plain = formatDecimal({ units, scale })
      const unsigned = plain.replace('-', '')
      const [whole = '', places = ''] = unsigned.split('.')
      const grouped = `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${places}`
      expect(read(units < 0n ? `(${grouped})` : grouped)).toBe(plain)
      expect(read(units < 0n ? `${unsigned}-` : `'${unsigned}`)).toBe(plain)
      expect(read(plain.replace('.', ','), ',')).toBe(plain)
    }),
  )
})

test('any text is a number or is refused', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom<'.' | ','>('.', ','),
      (text, sign) => void read(text, sign),
    ),
  )
})
