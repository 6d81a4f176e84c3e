import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, addMonths, plainDateOfDayNumber } from '../domain/plain-date.ts'
import { provenConvention, readServicePeriod } from './service-period.ts'

test.each([
  ['2019-04-01', '2019-05-01', 'exclusive'],
  ['2025-02-01', '2025-02-28', 'inclusive'],
  ['2024-07-01', '2024-07-31', 'inclusive'],
  ['2026-03-14', '2026-04-14', 'exclusive'],
  ['2026-03-14', '2026-04-13', 'inclusive'],
  ['2026-03-14', '2027-03-14', 'exclusive'],
  ['2026-03-14', '2029-03-13', 'inclusive'],
  ['2026-04-12', '2026-05-01', 'exclusive'],
  ['2026-04-12', '2026-04-30', 'inclusive'],
] as const)('%s to %s shows by itself that the end is %s', (start, end, convention) => {
  expect(provenConvention({ start, end })).toBe(convention)
})

test('a change on 2 March billed to 1 April could end either way, so its invoice decides', () => {
  const stated = { start: '2026-03-02', end: '2026-04-01' }
  expect(provenConvention(stated)).toBeUndefined()
  expect(readServicePeriod(stated, 'exclusive')).toEqual({
    period: { start: '2026-03-02', end: '2026-04-01' },
    odd: false,
  })
  expect(readServicePeriod(stated, 'inclusive')).toEqual({
    period: { start: '2026-03-02', end: '2026-04-02' },
    odd: false,
  })
})

test('a period that fits neither reading follows its invoice, and is odd', () => {
  const stated = { start: '2026-04-20', end: '2026-05-14' }
  expect(readServicePeriod(stated, 'exclusive')).toEqual({
    period: { start: '2026-04-20', end: '2026-05-14' },
    odd: true,
  })
  expect(readServicePeriod(stated, 'inclusive')).toEqual({
    period: { start: '2026-04-20', end: '2026-05-15' },
    odd: true,
  })
})

test('one day is one day, and a period that ends before it starts is none', () => {
  const day = { period: { start: '2026-04-12', end: '2026-04-13' }, odd: false }
  expect(readServicePeriod({ start: '2026-04-12', end: '2026-04-12' }, 'exclusive')).toEqual(day)
  expect(readServicePeriod({ start: '2026-04-12', end: '2026-04-11' }, 'inclusive')).toBeUndefined()
})

test('whole months read the same however their end is written', () => {
  const anyDay = fc.integer({ min: 15_000, max: 25_000 }).map(plainDateOfDayNumber)
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 36 }), (start, months) => {
      const end = addMonths(start, months)
      const exclusive = readServicePeriod({ start, end }, 'exclusive')
      const inclusive = readServicePeriod({ start, end: addDays(end, -1) }, 'inclusive')
      expect(exclusive).toEqual({ period: { start, end }, odd: false })
      expect(inclusive?.period).toEqual({ start, end })
    }),
  )
})
