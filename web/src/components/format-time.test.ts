import { expect, test } from 'vitest'
import { dayIn, formatDay, formatInstant, formatMonthName, formatSeconds, shiftMonth } from './format-time.ts'

test('times are in words, an instant in the time of the organization', () => {
  expect(formatMonthName('2026-10')).toBe('October 2026')
  expect(formatDay('2026-10-31')).toBe('31 Oct 2026')
  expect(formatInstant('2026-11-01T02:30:00Z', 'America/New_York')).toBe('31 Oct 2026, 22:30')
  expect(formatSeconds(59)).toBe('59 s')
  expect(formatSeconds(90)).toBe('1 min 30 s')
  expect(formatSeconds(3660)).toBe('1 h 1 min')
})

test('the month before January is December of the year before', () => {
  expect(shiftMonth('2026-01', -1)).toBe('2025-12')
  expect(shiftMonth('2026-12', 1)).toBe('2027-01')
})

test('a day is that of the organization, not that of the reader', () => {
  const at = new Date('2026-11-01T02:30:00Z')
  expect([dayIn('UTC', at), dayIn('America/New_York', at)]).toEqual(['2026-11-01', '2026-10-31'])
})
