import { expect, test } from 'vitest'
import { formatAmountText } from './format-amount.ts'

test('an amount is grouped by thousands and keeps every digit', () => {
  expect(formatAmountText('0.00')).toBe('0.00')
  expect(formatAmountText('999')).toBe('999')
  expect(formatAmountText('-1204.00')).toBe('-1,204.00')
  expect(formatAmountText('-123.45')).toBe('-123.45')
  expect(formatAmountText('12345678901234567890.123456')).toBe('12,345,678,901,234,567,890.123456')
})
