import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../test/helpers/failure-of.ts'
import { createEmptyDatabase } from '../../test/helpers/test-database.ts'
import type { EmptyDatabase } from '../../test/helpers/test-database.ts'
import { createManualClock } from '../support/clock.ts'
import { packageRoot } from '../support/package-root.ts'
import { migrate } from './migrate.ts'

const clock = createManualClock(new Date('2026-04-01T00:00:00Z'))
const released = join(packageRoot, 'migrations')
let folder: string
let database: EmptyDatabase
const clients: Client[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatledger-migrations-'))
  database = await createEmptyDatabase()
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()))
  await database.close()
  database = await createEmptyDatabase()
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  clients.push(client)
  return client
}

/** A copy of the released migrations, to change. */
async function copyOfMigrations(name: string): Promise<string> {
  const directory = join(folder, name)
  await cp(released, directory, { recursive: true })
  return directory
}

async function nextNumber(directory: string): Promise<string> {
  const count = (await readdir(directory)).filter((name) => /^\d{4}_/.test(name)).length
  return String(count + 1).padStart(4, '0')
}

test('twenty starters at once apply each migration once', async () => {
  const starters = await Promise.all(Array.from({ length: 20 }, connect))
  const results = await Promise.all(starters.map((client) => migrate(client, { clock })))
  const files = (await readdir(released)).filter((name) => /^\d{4}_/.test(name)).toSorted()
  expect(results.flatMap((result) => result.applied).toSorted()).toEqual(files)
  const { rows } = await (await connect()).query<{ name: string }>('select name from migration order by number')
  expect(rows.map((row) => row.name)).toEqual(files)
})

test('a migration that fails leaves nothing behind, and runs once it is mended', async () => {
  const directory = await copyOfMigrations('failing')
  const name = `${await nextNumber(directory)}_failing.sql`
  await writeFile(join(directory, name), 'create table half_done (id integer); select 1 / 0;')
  const client = await connect()
  await expect(migrate(client, { clock, directory })).rejects.toThrow('division by zero')
  expect((await client.query("select to_regclass('half_done') as found")).rows).toEqual([{ found: null }])
  await writeFile(join(directory, name), 'create table half_done (id integer);')
  expect(await migrate(client, { clock, directory })).toEqual({ applied: [name] })
})

test('a released file that was edited is refused by name', async () => {
  const directory = await copyOfMigrations('edited')
  const client = await connect()
  await migrate(client, { clock, directory })
  await writeFile(join(directory, '0001_initial.sql'), '-- shorter now')
  const failure = await failureOf(migrate(client, { clock, directory }))
  expect(failure.code).toBe('store.migration-edited')
  expect(failure.message).toContain('0001_initial.sql')
})

test('the line ends of a checkout on Windows make no difference', async () => {
  const directory = await copyOfMigrations('windows')
  const client = await connect()
  await migrate(client, { clock })
  const text = await readFile(join(directory, '0001_initial.sql'), 'utf8')
  await writeFile(join(directory, '0001_initial.sql'), text.replaceAll('\n', '\r\n'))
  expect(await migrate(client, { clock, directory })).toEqual({ applied: [] })
})

test('a database of a newer release is refused', async () => {
  const directory = await copyOfMigrations('newer')
  const name = `${await nextNumber(directory)}_of-a-later-release.sql`
  await writeFile(join(directory, name), 'select 1;')
  const client = await connect()
  await migrate(client, { clock, directory })
  const failure = await failureOf(migrate(client, { clock }))
  expect(failure.code).toBe('store.schema-newer')
  expect(failure.message).toContain(name)
})

test('a gap in the numbers, or a number taken twice, is refused before anything runs', async () => {
  const gap = await copyOfMigrations('gap')
  await writeFile(join(gap, '0099_too-far.sql'), 'select 1;')
  const twice = await copyOfMigrations('twice')
  await writeFile(join(twice, '0001_also-first.sql'), 'select 1;')
  const client = await connect()
  for (const directory of [gap, twice]) {
    const failure = await failureOf(migrate(client, { clock, directory }))
    expect(failure.code).toBe('store.migration-files-invalid')
  }
  expect((await client.query("select to_regclass('organization') as found")).rows).toEqual([{ found: null }])
})
