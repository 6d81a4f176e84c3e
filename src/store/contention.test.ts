import { sql } from 'kysely'
import { DatabaseError } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../test/helpers/failure-of.ts'
import { createTestDatabase, type TestDatabase } from '../../test/helpers/test-database.ts'
import { createManualClock, type ManualClock } from '../support/clock.ts'
import { withOrganization, type Transaction } from './database.ts'
import { createOrganization } from './organizations.ts'

const start = new Date('2026-05-02T09:00:00Z')
let clock: ManualClock
let scene: TestDatabase
let organizationId: string

beforeAll(async () => {
  clock = createManualClock(start)
  scene = await createTestDatabase({ clock })
  organizationId = (await createOrganization(scene.database, { name: 'North Wind IT', timeZone: 'UTC' })).id
})
afterAll(() => scene.close())

function contention(code: string): DatabaseError {
  const error = new DatabaseError('another transaction was in the way', 0, 'error')
  error.code = code
  return error
}

async function insertLimit(transaction: Transaction, name: string): Promise<void> {
  await sql`insert into rate_limit_bucket (organization_id, name, full_at, seen_at)
    values (current_organization_id(), ${name}, ${start}, ${start})`.execute(transaction)
}

function countLimits(name: string): Promise<number> {
  return withOrganization(scene.database, organizationId, async (transaction) => {
    const { rows } = await sql`select from rate_limit_bucket where name = ${name}`.execute(transaction)
    return rows.length
  })
}

/** Fails so many times after it has written, and then succeeds; answers how often it was run. */
async function runThrough(name: string, failures: number, code: string): Promise<number> {
  let runs = 0
  await withOrganization(scene.database, organizationId, async (transaction) => {
    runs += 1
    await insertLimit(transaction, name)
    if (runs <= failures) throw contention(code)
  })
  return runs
}

test.each([
  ['a serialization failure', '40001'],
  ['a deadlock', '40P01'],
])('%s is tried again, and what is kept in the end is there once', async (_name, code) => {
  expect(await runThrough(`twice ${code}`, 2, code)).toBe(3)
  expect(await countLimits(`twice ${code}`)).toBe(1)
  // Nine times in the way is the most that is put up with.
  expect(await runThrough(`nine ${code}`, 9, code)).toBe(10)
  expect(await countLimits(`nine ${code}`)).toBe(1)
})

test('after ten tries it is given up with what to do, nothing is kept, and the pauses together are short', async () => {
  const before = clock.now().getTime()
  let runs = 0
  const failure = await failureOf(
    withOrganization(scene.database, organizationId, async (transaction) => {
      runs += 1
      await insertLimit(transaction, 'never')
      throw contention('40001')
    }),
  )
  expect([runs, failure.code]).toEqual([10, 'store.contention'])
  expect(failure.message).toBe(
    'Other changes were in the way 10 times; nothing was saved. Repeat it when less is going on.',
  )
  expect(await countLimits('never')).toBe(0)
  const waited = clock.now().getTime() - before
  // Nine pauses, doubling from 20 ms up to at most a second each.
  expect(waited).toBeGreaterThan(1_000)
  expect(waited).toBeLessThan(5_000)
})

test('what is no contention is tried once', async () => {
  let runs = 0
  const failing = withOrganization(scene.database, organizationId, () => {
    runs += 1
    return Promise.reject(contention('23505'))
  })
  await expect(failing).rejects.toThrow('another transaction was in the way')
  expect(runs).toBe(1)
})

test('many writers of one row that must each see the last are all done, each once', async () => {
  await withOrganization(scene.database, organizationId, (transaction) => insertLimit(transaction, 'counter'))
  const addOne = (): Promise<void> =>
    withOrganization(
      scene.database,
      organizationId,
      async (transaction) => {
        const { rows } = await sql<{ seconds: number }>`
          select extract(epoch from seen_at - full_at)::integer as seconds from rate_limit_bucket
          where name = 'counter'`.execute(transaction)
        await sql`update rate_limit_bucket set seen_at = full_at + make_interval(secs => ${(rows[0]?.seconds ?? 0) + 1})
          where name = 'counter'`.execute(transaction)
      },
      { isolation: 'serializable' },
    )
  await Promise.all(Array.from({ length: 4 }, addOne))
  const { rows } = await withOrganization(scene.database, organizationId, (transaction) =>
    sql`select from rate_limit_bucket
      where name = 'counter' and seen_at = full_at + interval '4 seconds'`.execute(transaction),
  )
  expect(rows).toHaveLength(1)
})
