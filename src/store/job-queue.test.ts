import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { failureOf } from '../../test/helpers/failure-of.ts'
import { createTestDatabase } from '../../test/helpers/test-database.ts'
import type { TestDatabase } from '../../test/helpers/test-database.ts'
import { createManualClock, systemClock } from '../support/clock.ts'
import { openDatabase, withOrganization } from './database.ts'
import type { Database } from './database.ts'
import { JobQueue } from './job-queue.ts'
import { createOrganization } from './organizations.ts'

const definitions = {
  sync: { payload: z.object({ connection: z.string().min(1) }), retryLimit: 2, retryDelaySeconds: 0 },
  post: { payload: z.object({ invoice: z.string() }), leaseSeconds: 2, retryDelaySeconds: 0 },
}
type Queue = JobQueue<{ sync: { connection: string }; post: { invoice: string } }>

const clock = createManualClock(new Date('2026-04-01T00:00:00Z'))
let testDatabase: TestDatabase
let database: Database
let organizationId: string
const open: Queue[] = []

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  // Leases and pauses go by real time; only the schedules' clock is moved by hand.
  database = await openDatabase({ url: testDatabase.url, clock: { ...systemClock, now: () => clock.now() } })
  organizationId = (await createOrganization(database, { name: 'North Wind IT', timeZone: 'UTC' })).id
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((queue) => queue.stop(2_000)))
  await database.pool.query('delete from pgboss.job')
})
afterAll(async () => {
  await database.close()
  await testDatabase.close()
})

async function openQueue(on: Database = testDatabase.database): Promise<Queue> {
  const queue = await JobQueue.open(on, definitions)
  open.push(queue)
  return queue
}

/** The payloads of `sync` jobs as they are worked on by a queue of their own. */
async function collectSyncs(count: number): Promise<string[]> {
  const queue = await openQueue()
  const seen: string[] = []
  queue.work('sync', async (jobs) => {
    seen.push(...jobs.map((job) => job.payload.connection))
  })
  await vi.waitFor(
    () => {
      expect(seen.length).toBeGreaterThanOrEqual(count)
    },
    { timeout: 10_000 },
  )
  return seen
}

test('a job put in with a change is worked on when the change is committed, and never when it is not', async () => {
  const queue = await openQueue()
  await withOrganization(database, organizationId, (transaction) =>
    queue.enqueue(transaction, 'sync', { connection: 'committed' }),
  )
  const failing = withOrganization(database, organizationId, async (transaction) => {
    await queue.enqueue(transaction, 'sync', { connection: 'rolled back' })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await queue.enqueue(undefined, 'sync', { connection: 'last' })
  expect(await collectSyncs(2)).toEqual(['committed', 'last'])
})

test('while a job waits, another one with its key is not put in; once it is at work, it is', async () => {
  const queue = await openQueue()
  const options = { singletonKey: 'pax8' }
  expect(await queue.enqueue(undefined, 'sync', { connection: 'first' }, options)).toBeTypeOf('string')
  expect(await queue.enqueue(undefined, 'sync', { connection: 'second' }, options)).toBeUndefined()
  expect(await queue.enqueue(undefined, 'sync', { connection: 'other' }, { singletonKey: 'adobe' })).toBeTypeOf(
    'string',
  )
  let duringWork: string | undefined
  const worker = await openQueue()
  worker.work('sync', async (jobs) => {
    if (jobs[0]?.payload.connection === 'first') {
      duringWork = await queue.enqueue(undefined, 'sync', { connection: 'third' }, options)
    }
  })
  await vi.waitFor(() => {
    expect(duringWork).toBeTypeOf('string')
  })
})

test('a job is not started before its time', async () => {
  const queue = await openQueue()
  const later = new Date(systemClock.now().getTime() + 3_600_000)
  await queue.enqueue(undefined, 'sync', { connection: 'later' }, { startAfter: later })
  await queue.enqueue(undefined, 'sync', { connection: 'now' })
  expect(await collectSyncs(1)).toEqual(['now'])
})

test('a payload that does not fit is refused when it is put in', async () => {
  const queue = await openQueue()
  await expect(queue.enqueue(undefined, 'sync', { connection: '' })).rejects.toThrow('Too small')
})

test('jobs of two workers are each done once, in batches', async () => {
  const [first, second] = [await openQueue(), await openQueue(database)]
  for (let index = 0; index < 60; index += 1) await first.enqueue(undefined, 'sync', { connection: String(index) })
  const seen: string[] = []
  let largest = 0
  for (const queue of [first, second]) {
    queue.work(
      'sync',
      async (jobs) => {
        largest = Math.max(largest, jobs.length)
        seen.push(...jobs.map((job) => job.payload.connection))
      },
      { batchSize: 5, concurrency: 2 },
    )
  }
  await vi.waitFor(
    () => {
      expect(seen).toHaveLength(60)
    },
    { timeout: 10_000 },
  )
  expect(new Set(seen).size).toBe(60)
  expect(largest).toBe(5)
})

test('a job that fails is tried again, and given up after its last retry', async () => {
  const queue = await openQueue()
  const retries: number[] = []
  await queue.enqueue(undefined, 'sync', { connection: 'broken' })
  queue.work('sync', async (jobs) => {
    retries.push(...jobs.map((job) => job.retries))
    throw new Error('the page was HTML')
  })
  await vi.waitFor(
    async () => {
      const { rows } = await database.pool.query<{ state: string; output: unknown }>('select state from pgboss.job')
      expect(rows).toEqual([{ state: 'failed' }])
    },
    { timeout: 20_000, interval: 200 },
  )
  expect(retries).toEqual([0, 1, 2])
}, 25_000)

test('a job that takes longer than its lease is not given to a second worker', async () => {
  const [first, second] = [await openQueue(), await openQueue(database)]
  let starts = 0
  let ends = 0
  for (const queue of [first, second]) {
    queue.work('post', async () => {
      starts += 1
      await systemClock.sleep(6_000)
      ends += 1
    })
  }
  await first.enqueue(undefined, 'post', { invoice: 'INV-1' })
  await vi.waitFor(
    () => {
      expect(ends).toBe(1)
    },
    { timeout: 12_000 },
  )
  expect(starts).toBe(1)
}, 20_000)

test('a job that is taken away tells its handler to stop', async () => {
  const queue = await openQueue()
  let reason: unknown
  await queue.enqueue(undefined, 'post', { invoice: 'INV-2' })
  queue.work('post', async (_jobs, signal) => {
    await database.pool.query(`update pgboss.job set state = 'cancelled' where name = 'post'`)
    await systemClock.sleep(20_000, signal).catch((error: unknown) => {
      reason = error
    })
  })
  await vi.waitFor(
    () => {
      expect(String(reason)).toContain('given to another worker, or cancelled')
    },
    { timeout: 5_000 },
  )
})

test('stopping waits for the job at work, and takes no other', async () => {
  const queue = await openQueue()
  const done: string[] = []
  await queue.enqueue(undefined, 'sync', { connection: 'at work' })
  await queue.enqueue(undefined, 'sync', { connection: 'waiting' })
  let begin: () => void = () => undefined
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  queue.work('sync', async (jobs) => {
    begin()
    await systemClock.sleep(300)
    done.push(...jobs.map((job) => job.payload.connection))
  })
  await begun
  await queue.stop()
  expect(done).toEqual(['at work'])
})

test('stopping tells a job that takes too long to end, and another worker does it again', async () => {
  const queue = await openQueue()
  await queue.enqueue(undefined, 'sync', { connection: 'slow' })
  let begin: () => void = () => undefined
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  queue.work('sync', async (_jobs, signal) => {
    begin()
    await systemClock.sleep(60_000, signal)
  })
  await begun
  await queue.stop(100)
  expect(await collectSyncs(1)).toEqual(['slow'])
})

test('a schedule that is due makes one job, however many workers look, and then waits for its next time', async () => {
  const queues = [await openQueue(database), await openQueue(database), await openQueue(database)]
  const [queue] = queues
  if (queue === undefined) throw new Error('There is no queue.')
  const payload = { connection: 'nightly' }
  const nightly = { name: 'sync' as const, cron: '15 2 * * *', timeZone: 'America/Denver', payload }
  // 02:15 in Denver is 08:15 in UTC while daylight saving time is in force.
  expect(await queue.schedule(organizationId, nightly)).toEqual(new Date('2026-04-01T08:15:00Z'))
  // Three nights pass without a worker; they are made up for by one job.
  clock.advanceTo(new Date('2026-04-03T12:00:00Z'))
  const seen: string[] = []
  for (const each of queues) {
    each.work('sync', async (jobs) => {
      seen.push(...jobs.map((job) => job.payload.connection))
    })
  }
  await vi.waitFor(
    () => {
      expect(seen).toEqual(['nightly'])
    },
    { timeout: 10_000 },
  )
  await systemClock.sleep(1_000)
  expect(seen).toEqual(['nightly'])
  const [schedule] = await queue.schedules(organizationId)
  expect(schedule).toEqual({
    jobName: 'sync',
    key: '',
    cron: nightly.cron,
    timeZone: nightly.timeZone,
    payload,
    nextDueAt: new Date('2026-04-04T08:15:00Z'),
  })
}, 20_000)

test('a schedule is replaced under its key, listed for its organization alone, and taken back', async () => {
  const queue = await openQueue(database)
  const other = await createOrganization(database, { name: 'South Wind IT', timeZone: 'UTC' })
  const base = { name: 'sync' as const, key: 'replaced', timeZone: 'UTC', payload: { connection: 'pax8' } }
  await queue.schedule(other.id, { ...base, cron: '0 1 * * *' })
  await queue.schedule(other.id, { ...base, cron: '0 3 * * *' })
  expect((await queue.schedules(other.id)).map((schedule) => schedule.cron)).toEqual(['0 3 * * *'])
  expect((await queue.schedules(organizationId)).filter((schedule) => schedule.key === 'replaced')).toEqual([])
  expect(await queue.unschedule(organizationId, 'sync', 'replaced')).toBe(false)
  expect(await queue.unschedule(other.id, 'sync', 'replaced')).toBe(true)
  expect(await queue.schedules(other.id)).toEqual([])
})

test('a schedule that a wrong clock has moved into next year comes back when the clock is right again', async () => {
  const queue = await openQueue(database)
  clock.advanceTo(new Date('2027-06-01T00:00:00Z'))
  const payload = { connection: 'moved' }
  await queue.schedule(organizationId, { name: 'sync', key: 'moved', cron: '0 4 * * *', timeZone: 'UTC', payload })
  clock.advanceTo(new Date('2026-04-05T00:00:00Z'))
  queue.work('sync', () => Promise.resolve())
  await vi.waitFor(async () => {
    const schedule = (await queue.schedules(organizationId)).find(({ key }) => key === 'moved')
    expect(schedule?.nextDueAt).toEqual(new Date('2026-04-05T04:00:00Z'))
  })
})

test('a schedule that nobody can read is refused with an example', async () => {
  const queue = await openQueue(database)
  const payload = { connection: 'pax8' }
  for (const [cron, timeZone, text] of [
    ['every night', 'UTC', 'is no schedule'],
    ['61 2 * * *', 'UTC', 'is no schedule'],
    ['0 0 30 2 *', 'UTC', 'never comes'],
    ['0 2 * * *', 'Mars/Olympus', 'no time zone'],
  ] as const) {
    const failure = await failureOf(
      queue.schedule(organizationId, { name: 'sync', key: 'bad', cron, timeZone, payload }),
    )
    expect(failure.code).toBe('schedule.invalid')
    expect(failure.message).toContain(text)
  }
})

test('the queue works under the same role as everything else', async () => {
  const { rows } = await sql<{ owner: string }>`
    select distinct tableowner as owner from pg_tables where schemaname = 'pgboss'`.execute(database.queries)
  const { rows: me } = await sql<{ name: string }>`select current_user as name`.execute(database.queries)
  expect(rows).toEqual([{ owner: me[0]?.name }])
})
