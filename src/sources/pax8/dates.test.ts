import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPax8Date } from './dates.ts'

test.each([
  ['2020-12-03', '2020-12-03'],
  ['2021-01-01T08:30:00Z', '2021-01-01'],
  ['2026-04-23T00:00:00.000Z', '2026-04-23'],
  ['2020-12-01T13:20:13.153-0700', '2020-12-01'],
  ['2020-12-10T03:12:14.453-0300', '2020-12-10'],
  ['2000-10-31T01:30:00.000-05:00', '2000-10-31'],
  ['2026-01-01T01:30:00+02:00', '2025-12-31'],
  ['2026-03-31T23:30:00-0600', '2026-04-01'],
  ['2026-03-31T23:30:00', '2026-03-31'],
  ['2024-02-29T23:59:60.9Z', '2024-02-29'],
])('%s falls on %s: bare dates stand, timestamps count in UTC', (text, day) => {
  expect(readPax8Date(text)?.day).toBe(day)
})

test.each(['', '2026-02-29', '2026-13-01', '01/02/2026', '2026-1-1', 'tomorrow', '2026-01-01T25:00:00Z', '20260101'])(
  '"%s" is no date',
  (text) => {
    expect(readPax8Date(text)).toBeUndefined()
  },
)

test('the same instant has one spelling, whatever zone it was written in', () => {
  const spellings = ['2026-04-01T05:30:00.5Z', '2026-03-31T23:30:00.500-0600', '2026-04-01T05:30:00.500+00:00']
  expect(new Set(spellings.map((text) => readPax8Date(text)?.instant))).toEqual(new Set(['2026-04-01T05:30:00.500Z']))
})

test('a timestamp in UTC is the day and instant that it says', () => {
  const from = new Date('1990-01-01T00:00:00Z')
  fc.assert(
    fc.property(fc.date({ min: from, max: new Date('2090-01-01T00:00:00Z'), noInvalidDate: true }), (date) => {
      const text = date.toISOString()
      expect(readPax8Date(text)).toEqual({ day: text.slice(0, 10), instant: text })
    }),
  )
})
