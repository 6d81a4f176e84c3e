import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isKnown } from './known.ts'
import {
  billingMonth,
  contains,
  daysIn,
  formatMonth,
  monthOf,
  overlap,
  period,
  previousMonth,
  samePeriod,
  type Period,
} from './period.ts'
import {
  addDays,
  addMonths,
  dayNumber,
  daysBetween,
  earlier,
  isPlainDate,
  later,
  plainDate,
  plainDateIn,
  plainDateOfDayNumber,
} from './plain-date.ts'
import { formatPostingKey } from './posting.ts'

const days = fc.integer({ min: -200_000, max: 200_000 }).map(plainDateOfDayNumber)

describe('plain dates', () => {
  test.each(['2026-02-28', '2024-02-29', '2000-02-29', '1970-01-01', '9999-12-31'])('%s is a day', (text) => {
    expect(isPlainDate(text)).toBe(true)
    expect(plainDate(text)).toBe(text)
  })

  test.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-4-1',
    '0000-01-01',
    '2026-04-01T00:00',
    '',
    '26-04-01',
  ])('%s is none', (text) => {
    expect(isPlainDate(text)).toBe(false)
    expect(() => plainDate(text)).toThrow(RangeError)
  })

  test('any text is a day or refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isPlainDate(text) ? plainDateOfDayNumber(dayNumber(text)) : text).toBe(text)
      }),
    )
  })

  test('adding days and counting them agree, and texts sort as days do', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -4000, max: 4000 }), (day, count) => {
        const other = addDays(day, count)
        expect(daysBetween(day, other)).toBe(count)
        expect(day < other).toBe(count > 0)
        expect([earlier(day, other), later(day, other)].sort()).toEqual([day, other].sort())
      }),
    )
  })

  test('a month later is the same day, or the month’s last', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28')
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15')
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28')
  })

  test('an instant is a day of the zone that is asked for', () => {
    const instant = new Date('2026-10-01T03:30:00Z')
    expect(plainDateIn('UTC', instant)).toBe('2026-10-01')
    expect(plainDateIn('America/Denver', instant)).toBe('2026-09-30')
    expect(plainDateIn('Pacific/Auckland', instant)).toBe('2026-10-01')
  })
})

describe('periods', () => {
  test('a period ends after it starts', () => {
    expect(period('2026-04-01', '2026-05-01')).toEqual({ start: '2026-04-01', end: '2026-05-01' })
    expect(() => period('2026-04-01', '2026-04-01')).toThrow(RangeError)
    expect(() => period('2026-05-01', '2026-04-01')).toThrow(RangeError)
    expect(() => period('2026-02-30', '2026-04-01')).toThrow(RangeError)
  })

  test('months have their own days', () => {
    expect(['2026-01', '2026-02', '2024-02', '2026-04'].map((month) => daysIn(billingMonth(month)))).toEqual([
      31, 28, 29, 30,
    ])
    expect(formatMonth(billingMonth('2026-12'))).toBe('2026-12')
    expect(billingMonth('2026-12').end).toBe('2027-01-01')
    expect(previousMonth(billingMonth('2026-01'))).toEqual(billingMonth('2025-12'))
  })

  test.each(['2026-13', '2026-0', '2026', '2026-04-01', 'April', '2026-00'])('%s is no month', (text) => {
    expect(() => billingMonth(text)).toThrow(RangeError)
  })

  test('the first day is inside and the end is not', () => {
    const april = billingMonth('2026-04')
    expect([contains(april, '2026-04-01'), contains(april, '2026-04-30'), contains(april, '2026-05-01')]).toEqual([
      true,
      true,
      false,
    ])
  })

  test('a month holds each of its days', () => {
    fc.assert(
      fc.property(days.filter(isPlainDate), (day) => {
        expect(contains(monthOf(day), day)).toBe(true)
      }),
    )
  })

  test('the days that two periods share are those that are in both', () => {
    const periods: fc.Arbitrary<Period> = fc
      .tuple(fc.integer({ min: 20_000, max: 20_060 }), fc.integer({ min: 1, max: 40 }))
      .map(([start, length]) => period(plainDateOfDayNumber(start), plainDateOfDayNumber(start + length)))
    fc.assert(
      fc.property(periods, periods, fc.integer({ min: 19_990, max: 20_110 }).map(plainDateOfDayNumber), (a, b, day) => {
        const both = overlap(a, b)
        expect(both !== undefined && contains(both, day)).toBe(contains(a, day) && contains(b, day))
        expect(samePeriod(a, b)).toBe(both !== undefined && samePeriod(both, a) && samePeriod(both, b))
      }),
    )
  })
})

test('a posting key names ledger, client, month and sequence', () => {
  const key = {
    ledgerConnectionId: 'quickbooks',
    clientId: 'bear-creek',
    billingPeriod: billingMonth('2026-04'),
    sequence: 0,
  }
  expect(formatPostingKey(key)).toBe('quickbooks/bear-creek/2026-04/0')
})

test('zero is known and unknown is not', () => {
  expect([isKnown(0), isKnown('unknown')]).toEqual([true, false])
})
