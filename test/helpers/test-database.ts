import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { z } from 'zod'
import { openDatabase } from '../../src/store/database.ts'
import type { Database } from '../../src/store/database.ts'
import { systemClock } from '../../src/support/clock.ts'
import type { Clock } from '../../src/support/clock.ts'
import { silentLogger } from '../../src/support/logger.ts'
import { databaseUrl } from './open-postgres-for-tests.ts'

export interface TestDatabase {
  readonly url: string
  readonly database: Database
  readonly close: () => Promise<void>
}

export interface EmptyDatabase {
  readonly url: string
  readonly close: () => Promise<void>
}

const postgresForTests = z.object({ adminUrl: z.string(), template: z.string() })

/**
 * A database of its own with the newest schema and no rows, for one test file: call it in `beforeAll` and close it in
 * `afterAll`.
 */
export async function createTestDatabase(options: { clock?: Clock } = {}): Promise<TestDatabase> {
  const { url, close } = await createCopy('of the template')
  const database = await openDatabase({ url, clock: options.clock ?? systemClock, logger: silentLogger })
  return {
    url,
    database,
    close: async () => {
      await database.close()
      await close()
    },
  }
}

/** A database without any tables, for tests of what creates them. */
export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  return createCopy('of nothing')
}

async function createCopy(of: 'of the template' | 'of nothing'): Promise<EmptyDatabase> {
  const { adminUrl, template } = await askForPostgres()
  const name = `seatledger_test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(adminUrl, `create database ${name} template ${of === 'of nothing' ? 'template0' : template}`)
  return {
    url: databaseUrl(adminUrl, name),
    close: () => asAdmin(adminUrl, `drop database ${name} with (force)`),
  }
}

async function askForPostgres(): Promise<z.infer<typeof postgresForTests>> {
  const response = await fetch(inject('postgresForTestsUrl'))
  const body = await response.text()
  if (!response.ok) throw new Error(`The PostgreSQL server for the tests did not start: ${body}`)
  return postgresForTests.parse(JSON.parse(body))
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(statement).finally(() => admin.end())
}
