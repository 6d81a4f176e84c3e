import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../test/helpers/failure-of.ts'
import { createTestDatabase } from '../../test/helpers/test-database.ts'
import type { TestDatabase } from '../../test/helpers/test-database.ts'
import { systemClock } from '../support/clock.ts'
import { openDatabase } from './database.ts'
import type { Database } from './database.ts'
import { tryAdvisoryLock, withAdvisoryLock } from './locks.ts'

let testDatabase: TestDatabase
let others: readonly Database[]
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  const options = { url: testDatabase.url, clock: systemClock, maxConnections: 1 }
  others = await Promise.all([openDatabase(options), openDatabase(options)])
})
afterAll(async () => {
  await Promise.all(others.map((database) => database.close()))
  await testDatabase.close()
})

test('work under one name is done by one at a time, across connections and within a process', async () => {
  let atWork = 0
  let most = 0
  const work = async (): Promise<void> => {
    atWork += 1
    most = Math.max(most, atWork)
    await systemClock.sleep(3)
    atWork -= 1
  }
  const workers = [testDatabase.database, ...others].flatMap((database) =>
    Array.from({ length: 10 }, () => withAdvisoryLock(database, 'refresh', work)),
  )
  await Promise.all(workers)
  expect(most).toBe(1)
})

test('work under another name goes on at the same time', async () => {
  const result = await withAdvisoryLock(testDatabase.database, 'first', () =>
    withAdvisoryLock(testDatabase.database, 'second', async () => 'both'),
  )
  expect(result).toBe('both')
})

test('those who wait leave the pool to the one at work', async () => {
  const [database] = others
  if (database === undefined) throw new Error('There is no second database.')
  const results = await Promise.all(
    Array.from({ length: 5 }, () =>
      withAdvisoryLock(database, 'pool', async () => (await database.pool.query('select 1 as one')).rowCount),
    ),
  )
  expect(results).toEqual([1, 1, 1, 1, 1])
})

test('a failure inside frees the lock and comes out as it was', async () => {
  const failing = withAdvisoryLock(testDatabase.database, 'failing', () =>
    Promise.reject(new Error('the token expired')),
  )
  await expect(failing).rejects.toThrow('the token expired')
  expect(await withAdvisoryLock(testDatabase.database, 'failing', async () => 'free')).toBe('free')
})

test('whoever does not want to wait learns that the lock is taken', async () => {
  const [other] = others
  if (other === undefined) throw new Error('There is no second database.')
  const outcome = await withAdvisoryLock(testDatabase.database, 'busy', () =>
    tryAdvisoryLock(other, 'busy', async () => 'done'),
  )
  expect(outcome).toBeUndefined()
  expect(await tryAdvisoryLock(other, 'busy', async () => 'done')).toEqual({ result: 'done' })
})

test('work is told to stop when the connection that holds its lock breaks', async () => {
  const { database } = testDatabase
  const work = withAdvisoryLock(database, 'cut', async (signal) => {
    const admin = new Client({ connectionString: testDatabase.url })
    await admin.connect()
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'seatledger lock' and datname = current_database()`,
    )
    await admin.end()
    await systemClock.sleep(10_000, signal)
  })
  const failure = await failureOf(work)
  expect(failure.code).toBe('store.unreachable')
  expect(failure.message).toContain('"cut" was locked')
})
