import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/helpers/test-database.ts'
import type { TestDatabase } from '../../test/helpers/test-database.ts'
import { withOrganization } from './transaction.ts'

let testDatabase: TestDatabase
beforeAll(async () => {
  testDatabase = await createTestDatabase()
})
afterAll(() => testDatabase.close())

test('an organization finds its own row', async () => {
  const id = '5c8f2f4e-7f4b-4d5f-9a51-0a4f5c7f0001'
  const names = await withOrganization(testDatabase.database, id, async (transaction) => {
    await sql`insert into organization (id, name, time_zone, created_at)
      values (${id}, 'North Wind IT', 'America/Denver', '2026-04-01T00:00:00Z')`.execute(transaction)
    return (await sql`select name from organization`.execute(transaction)).rows
  })
  expect(names).toEqual([{ name: 'North Wind IT' }])
})
