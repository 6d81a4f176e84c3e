import { expect, test } from 'vitest'
import { rateOf } from './rate-of.ts'

const begunAt = '2026-11-01T09:00:00Z'

test('30 of 90 in ten seconds are 180 a minute, with 20 seconds left; at the beginning nothing is said', () => {
  expect(rateOf({ done: 30, total: 90, begunAt, toldAt: '2026-11-01T09:00:10Z' })).toEqual({
    perMinute: 180,
    secondsLeft: 20,
  })
  expect(rateOf({ done: 0, total: 90, begunAt, toldAt: '2026-11-01T09:00:10Z' })).toBeUndefined()
  expect(rateOf({ done: 5, total: 90, begunAt, toldAt: begunAt })).toBeUndefined()
  expect(rateOf({ done: 5, begunAt, toldAt: '2026-11-01T09:00:10Z' })).toBeUndefined()
})
