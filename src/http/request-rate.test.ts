import { expect, test } from 'vitest'
import { RequestRate, TooManyRequests } from './request-rate.ts'

const limit = { burst: 3, perSecond: 2 }
const start = Date.parse('2026-10-01T08:00:00Z')
const at = (milliseconds: number): Date => new Date(start + milliseconds)

function secondsRefused(rate: RequestRate, caller: string, now: Date): number | 'let through' {
  try {
    rate.take(caller, limit, now)
    return 'let through'
  } catch (error) {
    if (error instanceof TooManyRequests) return error.seconds
    throw error
  }
}

test('three at once, then two a second; another caller is not held up by it', () => {
  const rate = new RequestRate()
  const now = (caller: string, milliseconds: number) => secondsRefused(rate, caller, at(milliseconds))
  expect([now('Ada', 0), now('Ada', 0), now('Ada', 0), now('Ada', 0)]).toEqual([
    'let through',
    'let through',
    'let through',
    1,
  ])
  expect(now('Ben', 0)).toBe('let through')
  expect([now('Ada', 499), now('Ada', 500), now('Ada', 500)]).toEqual([1, 'let through', 1])
  // After a quiet time there are three again, and no more.
  expect([1, 2, 3, 4].map(() => now('Ada', 60_000))).toEqual(['let through', 'let through', 'let through', 1])
})

test('a clock that was set back lets nobody through and locks nobody out', () => {
  const rate = new RequestRate()
  const now = (milliseconds: number) => secondsRefused(rate, 'Ada', at(milliseconds))
  for (let asked = 0; asked < 3; asked += 1) expect(now(0)).toBe('let through')
  expect(now(-3_600_000)).toBe(1)
  expect(now(500)).toBe('let through')
})

test('of many callers those who asked last are remembered', () => {
  const rate = new RequestRate()
  for (let asked = 0; asked < 3; asked += 1) rate.take('Ada', limit, at(0))
  for (let other = 0; other < 9_999; other += 1) rate.take(`other ${String(other)}`, limit, at(0))
  expect(secondsRefused(rate, 'Ada', at(0))).toBe(1)
  rate.take('one more', limit, at(0))
  expect(secondsRefused(rate, 'Ada', at(0))).toBe('let through')
})
