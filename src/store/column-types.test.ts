import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/helpers/test-database.ts'
import type { TestDatabase } from '../../test/helpers/test-database.ts'
import { jsonNumber } from '../support/json.ts'

let testDatabase: TestDatabase
beforeAll(async () => {
  testDatabase = await createTestDatabase()
})
afterAll(() => testDatabase.close())

async function read(expression: string): Promise<unknown> {
  const { rows } = await sql<{ value: unknown }>`select ${sql.raw(expression)} as value`.execute(
    testDatabase.database.queries,
  )
  return rows[0]?.value
}

test('amounts, big numbers and days arrive as they are stored', async () => {
  expect(await read('12345678901234567890.1234567890::numeric')).toBe('12345678901234567890.1234567890')
  expect(await read('9007199254740993::bigint')).toBe(9007199254740993n)
  expect(await read("date '2026-03-29'")).toBe('2026-03-29')
  expect(await read("timestamptz '2026-03-29T02:30:00Z'")).toEqual(new Date('2026-03-29T02:30:00Z'))
  expect(await read(`'{"amount":0.10}'::jsonb`)).toEqual({ amount: jsonNumber('0.10') })
})

test('arrays hold the same as single values', async () => {
  expect(await read("array['0.10', null]::numeric[]")).toEqual(['0.10', null])
  expect(await read('array[array[9007199254740993], array[2]]::bigint[]')).toEqual([[9007199254740993n], [2n]])
  expect(await read("array['2026-03-29']::date[]")).toEqual(['2026-03-29'])
})

test('a float, and a time that could be in any zone, are refused', async () => {
  for (const expression of ['0.1::double precision', '0.1::real', "timestamp '2026-03-29 02:30'", 'array[0.1::real]']) {
    await expect(read(expression)).rejects.toThrow('the store reads none')
  }
})
