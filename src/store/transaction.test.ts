import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../test/helpers/failure-of.ts'
import { createTestDatabase } from '../../test/helpers/test-database.ts'
import type { TestDatabase } from '../../test/helpers/test-database.ts'
import { systemClock } from '../support/clock.ts'
import { openDatabase, withOrganization } from './database.ts'
import type { Database, Transaction } from './database.ts'
import { createOrganization } from './organizations.ts'

let testDatabase: TestDatabase
let database: Database
let organizationId: string
let admin: Client
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = testDatabase.database
  organizationId = (await createOrganization(database, { name: 'North Wind IT', timeZone: 'UTC' })).id
  admin = new Client({ connectionString: testDatabase.url })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await testDatabase.close()
})

function inOrganization<Result>(
  work: (transaction: Transaction) => Promise<Result>,
  isolation: 'read committed' | 'serializable' = 'read committed',
): Promise<Result> {
  return withOrganization(database, organizationId, work, { isolation })
}

async function insertLimit(transaction: Transaction, name: string): Promise<void> {
  await sql`insert into rate_limit_bucket (organization_id, name, full_at, seen_at)
    values (current_organization_id(), ${name}, '2026-04-01', '2026-04-01')`.execute(transaction)
}

async function countLimits(name: string): Promise<number> {
  return inOrganization(async (transaction) => {
    const { rows } = await sql`select from rate_limit_bucket where name = ${name}`.execute(transaction)
    return rows.length
  })
}

test('a failure undoes everything that the transaction did', async () => {
  const failing = inOrganization(async (transaction) => {
    await insertLimit(transaction, 'undone')
    throw new Error('the second half failed')
  })
  await expect(failing).rejects.toThrow('the second half failed')
  expect(await countLimits('undone')).toBe(0)
})

test('a statement that failed and was overlooked does not pass for success', async () => {
  const overlooking = inOrganization(async (transaction) => {
    await insertLimit(transaction, 'overlooked')
    await sql`select 1 / 0`.execute(transaction).catch(() => undefined)
    return 'saved'
  })
  await expect(overlooking).rejects.toThrow('current transaction is aborted')
  expect(await countLimits('overlooked')).toBe(0)
})

test('two transactions that lock each other out are both done in the end', async () => {
  await inOrganization(async (transaction) => {
    await insertLimit(transaction, 'left')
    await insertLimit(transaction, 'right')
  })
  const touch = (first: string, second: string): Promise<number> => {
    let runs = 0
    return inOrganization(async (transaction) => {
      runs += 1
      for (const name of [first, second]) {
        await sql`update rate_limit_bucket set seen_at = seen_at + interval '1 second' where name = ${name}`.execute(
          transaction,
        )
        await systemClock.sleep(150)
      }
      return runs
    })
  }
  const runs = await Promise.all([touch('left', 'right'), touch('right', 'left')])
  // One of the two was rolled back by the server and run again.
  expect(runs.toSorted()).toEqual([1, 2])
})

test('changes that depend on each other are done one after the other when that is asked for', async () => {
  await inOrganization((transaction) => insertLimit(transaction, 'counter'))
  const addOne = (): Promise<void> =>
    inOrganization(async (transaction) => {
      const { rows } = await sql<{ seen_at: Date }>`
        select seen_at from rate_limit_bucket where name = 'counter'`.execute(transaction)
      const next = new Date((rows[0]?.seen_at.getTime() ?? 0) + 1_000)
      await sql`update rate_limit_bucket set seen_at = ${next} where name = 'counter'`.execute(transaction)
    }, 'serializable')
  await Promise.all(Array.from({ length: 5 }, addOne))
  const { rows } = await inOrganization((transaction) =>
    sql<{ seen_at: Date }>`select seen_at from rate_limit_bucket where name = 'counter'`.execute(transaction),
  )
  expect(rows).toEqual([{ seen_at: new Date('2026-04-01T00:00:05Z') }])
})

test('a connection that breaks during the work says that nothing was saved', async () => {
  const cut = inOrganization(async (transaction) => {
    await insertLimit(transaction, 'cut')
    await endOtherConnections()
    await insertLimit(transaction, 'after the cut')
  })
  const failure = await failureOf(cut)
  expect(failure.code).toBe('store.unreachable')
  expect(failure.message).toContain('was not saved')
  expect(await countLimits('cut')).toBe(0)
})

test('a connection that breaks during the commit says that the outcome is unknown', async () => {
  // A check that is put off to the commit holds it up until the connection is cut.
  await admin.query(`
    create function wait_in_commit() returns trigger language plpgsql as
      $$ begin if new.name = 'unknown' then perform pg_sleep(30); end if; return null; end $$;
    create constraint trigger wait_in_commit after insert on rate_limit_bucket deferrable initially deferred
      for each row execute function wait_in_commit()`)
  const committing = failureOf(inOrganization((transaction) => insertLimit(transaction, 'unknown')))
  for (;;) {
    const { rows } = await admin.query("select from pg_stat_activity where query = 'commit' and state = 'active'")
    if (rows.length > 0) break
    await systemClock.sleep(10)
  }
  await endOtherConnections()
  const failure = await committing
  expect(failure.code).toBe('store.commit-outcome-unknown')
  expect(failure.message).toContain('Look before repeating it')
  // And the connection is given back: as many as the pool holds can be had again.
  const again = Array.from({ length: 12 }, () => countLimits('unknown'))
  expect(await Promise.all(again)).toEqual(Array.from({ length: 12 }, () => 0))
})

test('a pool whose connections are all busy says so', async () => {
  const single = await openDatabase({ url: testDatabase.url, clock: systemClock, maxConnections: 1 })
  const client = await single.pool.connect()
  const failure = await failureOf(withOrganization(single, organizationId, () => Promise.resolve()))
  expect(failure.code).toBe('store.too-many-connections')
  client.release()
  await single.close()
}, 20_000)

test('an address that does not answer, or does not let us in, is named without its password', async () => {
  const given = new URL(testDatabase.url)
  const open = (change: (url: URL) => void) => {
    const url = new URL(given)
    url.password = 'hunter2'
    change(url)
    return failureOf(openDatabase({ url: url.href, clock: systemClock }))
  }
  const closed = await open((url) => {
    url.port = '1'
  })
  expect(closed.code).toBe('store.unreachable')
  const missing = await open((url) => {
    url.pathname = '/no_such_database'
  })
  expect(missing.code).toBe('store.access-denied')
  for (const failure of [closed, missing]) {
    expect(failure.message).toContain(given.hostname)
    expect(failure.message).not.toContain('hunter2')
  }
})

test('an address of another kind is refused without repeating it', async () => {
  for (const url of ['mysql://me:hunter2@host/db', 'hunter2', '']) {
    const failure = await failureOf(openDatabase({ url, clock: systemClock }))
    expect(failure.code).toBe('store.database-url-invalid')
    expect(failure.message).not.toContain('hunter2')
  }
})

async function endOtherConnections(): Promise<void> {
  await admin.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
}
