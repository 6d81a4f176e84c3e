import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/helpers/test-database.ts'
import { createManualClock } from '../support/clock.ts'
import { silentLogger } from '../support/logger.ts'
import { openDatabase } from './database.ts'

let home: TestDatabase

beforeAll(async () => {
  home = await createTestDatabase()
})

afterAll(async () => {
  await home.close()
})

test('a server that ends all connections at once is told of once, however many there were', async () => {
  const told: string[] = []
  const logger = { ...silentLogger, warn: (_details: object, message: string) => told.push(message) }
  const clock = createManualClock(new Date('2026-10-01T03:00:00Z'))
  const database = await openDatabase({ url: home.url, clock, logger })
  const clients = await Promise.all(Array.from({ length: 4 }, () => database.pool.connect()))
  const pids = await Promise.all(
    clients.map(async (client) => (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid),
  )
  const ended = clients.map((client) => new Promise<void>((resolve) => client.once('end', resolve)))
  for (const client of clients) client.release()
  const owner = new Client({ connectionString: home.url })
  await owner.connect()
  await owner.query('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [pids])
  await owner.end()
  await Promise.all(ended)
  expect(told).toEqual(['a database connection was lost'])
  await database.close()
})
