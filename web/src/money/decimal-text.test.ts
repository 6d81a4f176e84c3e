import { expect, test } from 'vitest'
import { addDecimals, compareDecimals, isZeroDecimal, percentOf, subtractDecimals, totalsOf } from './decimal-text.ts'

test('decimals of any length and scale are compared and added without losing a digit', () => {
  expect(compareDecimals('9', '10')).toBe(-1)
  expect(compareDecimals('-9', '-10')).toBe(1)
  expect(compareDecimals('1.10', '1.1')).toBe(0)
  expect(addDecimals('0.1', '0.25')).toBe('0.35')
  expect(addDecimals('12345678901234567890.01', '0.99')).toBe('12345678901234567891.00')
  expect(subtractDecimals('0.05', '1')).toBe('-0.95')
  expect(addDecimals('-0.05', '0.05')).toBe('0.00')
  expect(isZeroDecimal('-0.00')).toBe(true)
})

test('what is not a decimal is refused instead of counted as nothing', () => {
  expect(() => addDecimals('1', 'unknown')).toThrow(SyntaxError)
})

test('a share is rounded to one decimal, and there is none of nothing', () => {
  expect(percentOf('1', '3')).toBe('33.3')
  expect(percentOf('2', '3')).toBe('66.7')
  expect(percentOf('-1', '8')).toBe('-12.5')
  expect(percentOf('1.00', '0.00')).toBeUndefined()
})

test('currencies keep to themselves', () => {
  const amounts = [
    { amount: '10.00', currency: 'USD' },
    { amount: '4.50', currency: 'EUR' },
    { amount: '0.01', currency: 'USD' },
  ]
  expect(totalsOf(amounts)).toEqual([
    { amount: '10.01', currency: 'USD' },
    { amount: '4.50', currency: 'EUR' },
  ])
})
