import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/helpers/test-database.ts'
import type { TestDatabase } from '../../test/helpers/test-database.ts'
import { createManualClock } from '../support/clock.ts'
import { openDatabase, withOrganization } from './database.ts'
import { createOrganization } from './organizations.ts'
import { createRateLimiter, pauseUntil, takeToken } from './rate-limit.ts'

const start = new Date('2026-04-01T00:00:00Z')
const clock = createManualClock(start)
let testDatabase: TestDatabase
let organizationId: string

beforeAll(async () => {
  testDatabase = await createTestDatabase({ clock })
  organizationId = (await createOrganization(testDatabase.database, { name: 'North Wind IT', timeZone: 'UTC' })).id
})
afterAll(() => testDatabase.close())

function take(name: string, limit: { perSecond: number; burst: number }, now: Date): Promise<{ waitMs: number }> {
  return withOrganization(testDatabase.database, organizationId, (transaction) =>
    takeToken(transaction, { name, ...limit, now }),
  )
}

function after(milliseconds: number): Date {
  return new Date(start.getTime() + milliseconds)
}

test('a burst goes out at once, and then one call for each interval', async () => {
  const limit = { perSecond: 8, burst: 3 }
  const waits: number[] = []
  for (const at of [0, 0, 0, 0, 100, 125, 125, 250]) waits.push((await take('burst', limit, after(at))).waitMs)
  expect(waits).toEqual([0, 0, 0, 125, 25, 0, 125, 0])
})

test('after a quiet time no more than the burst goes out', async () => {
  const limit = { perSecond: 2, burst: 2 }
  await take('quiet', limit, after(0))
  const waits: number[] = []
  for (let call = 0; call < 3; call += 1) waits.push((await take('quiet', limit, after(3_600_000))).waitMs)
  expect(waits).toEqual([0, 0, 500])
})

test('a clock that is set back adds no calls, and asks for no longer wait than before', async () => {
  const limit = { perSecond: 1, burst: 1 }
  expect(await take('set-back', limit, after(10_000))).toEqual({ waitMs: 0 })
  expect(await take('set-back', limit, after(5_000))).toEqual({ waitMs: 1_000 })
  expect(await take('set-back', limit, after(10_900))).toEqual({ waitMs: 100 })
  expect(await take('set-back', limit, after(11_000))).toEqual({ waitMs: 0 })
})

test('one wrong clock, a day ahead, does not stop the others for a day', async () => {
  const limit = { perSecond: 1, burst: 2 }
  await take('wrong-clock', limit, after(86_400_000))
  const { waitMs } = await take('wrong-clock', limit, after(0))
  expect(waitMs).toBeLessThanOrEqual(1_000)
})

test('nobody calls before the end of a pause that the other side asked for, and a shorter pause does not end it', async () => {
  const limit = { perSecond: 100, burst: 10 }
  await withOrganization(testDatabase.database, organizationId, async (transaction) => {
    await pauseUntil(transaction, 'paused', after(30_000))
    await pauseUntil(transaction, 'paused', after(10_000))
  })
  expect(await take('paused', limit, after(1_000))).toEqual({ waitMs: 29_000 })
  expect(await take('paused', limit, after(30_000))).toEqual({ waitMs: 0 })
})

test('limits of one organization do not slow another one down', async () => {
  const other = await createOrganization(testDatabase.database, { name: 'South Wind IT', timeZone: 'UTC' })
  const limit = { name: 'pax8', perSecond: 1, burst: 1, now: after(0) }
  expect(await take('pax8', limit, after(0))).toEqual({ waitMs: 0 })
  const theirs = await withOrganization(testDatabase.database, other.id, (transaction) => takeToken(transaction, limit))
  expect(theirs).toEqual({ waitMs: 0 })
})

test('many workers on connections of their own never exceed the limit in any second, and lose no time either', async () => {
  const limit = { name: 'shared', perSecond: 8, burst: 4 }
  const calls: number[] = []
  const databases = await Promise.all(
    Array.from({ length: 4 }, () => openDatabase({ url: testDatabase.url, clock: testDatabase.database.clock })),
  )
  const workers = databases
    .flatMap((database) => [database, database])
    .map(async (database) => {
      for (let call = 0; call < 12; call += 1) {
        let at = clock.now()
        for (;;) {
          const request = { ...limit, now: at }
          const { waitMs } = await withOrganization(database, organizationId, (transaction) =>
            takeToken(transaction, request),
          )
          if (waitMs === 0) break
          // Time is moved by whoever waits, and never back.
          const wake = new Date(at.getTime() + waitMs)
          if (wake > clock.now()) clock.advanceTo(wake)
          at = clock.now()
        }
        calls.push(at.getTime())
      }
    })
  await Promise.all(workers)
  await Promise.all(databases.map((database) => database.close()))

  expect(calls).toHaveLength(96)
  calls.sort((a, b) => a - b)
  for (const [index, first] of calls.entries()) {
    const inOneSecond = calls.slice(index).filter((call) => call < first + 1_000).length
    // The burst, and what one second adds.
    expect(inOneSecond).toBeLessThanOrEqual(limit.burst + limit.perSecond)
  }
  // 96 calls less the burst of 4 at 8 a second take 11.5 seconds.
  expect((calls.at(-1) ?? 0) - (calls[0] ?? 0)).toBe(11_500)
})

test('a limiter waits for its turn and stops waiting when it is told to', async () => {
  const limiter = createRateLimiter(testDatabase.database, organizationId, { name: 'turns', perSecond: 2, burst: 1 })
  const before = clock.now().getTime()
  await limiter.takeTurn()
  await limiter.takeTurn()
  await limiter.takeTurn()
  expect(clock.now().getTime() - before).toBe(1_000)
  await expect(limiter.takeTurn(AbortSignal.abort(new Error('the sync was stopped')))).rejects.toThrow('stopped')
})

test('a limit of nothing is refused rather than waited for', async () => {
  await expect(take('none', { perSecond: 0, burst: 1 }, start)).rejects.toThrow('rate above 0')
  await expect(take('none', { perSecond: 1, burst: 0 }, start)).rejects.toThrow('burst of at least 1')
})
