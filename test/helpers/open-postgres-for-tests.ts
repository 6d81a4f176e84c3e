import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { chooseServerAccount } from '../../src/store/embedded/server-account.ts'
import { locateServerBinaries } from '../../src/store/embedded/server-binaries.ts'
import { migrate } from '../../src/store/migrate.ts'
import { readMigrationFiles } from '../../src/store/migration-files.ts'
import { systemClock } from '../../src/support/clock.ts'
import { sha256 } from '../../src/support/hash.ts'

export interface PostgresForTests {
  /** A role that may create databases. */
  readonly adminUrl: string
  /** The name of a database with the newest schema, to be copied. */
  readonly template: string
  close(): Promise<void>
}

/** `SEATLEDGER_TEST_DATABASE_URL` names a server to use instead of starting one. */
export async function openPostgresForTests(): Promise<PostgresForTests> {
  const givenUrl = process.env['SEATLEDGER_TEST_DATABASE_URL']
  const server =
    givenUrl === undefined ? await startThrowawayServer() : { adminUrl: givenUrl, close: () => Promise.resolve() }
  const template = await ensureTemplate(server.adminUrl)
  return { ...server, template }
}

/** A server whose data are worth nothing: nothing is synced to the disk, and everything is deleted at the end. */
async function startThrowawayServer(): Promise<{ adminUrl: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'seatledger-test-postgres-'))
  await mkdir(join(folder, 'data'))
  const { initdb, postgres } = await locateServerBinaries()
  const account = await chooseServerAccount(join(folder, 'data'))
  const data = join(folder, 'data')
  await completed(
    start([...account, initdb, '-D', data, '-U', 'postgres', '-A', 'trust', '-N', '--locale=C', '-E', 'UTF8']),
  )
  const port = await freePort()
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200']
  const network = [`port=${String(port)}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=']
  const server = start([...account, postgres, '-D', data, ...[...settings, ...network].flatMap((text) => ['-c', text])])
  const adminUrl = `postgresql://postgres@127.0.0.1:${String(port)}/postgres`
  await answering(adminUrl)
  return {
    adminUrl,
    close: async () => {
      server.kill('SIGQUIT')
      await once(server, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function start(command: readonly string[]): ChildProcess {
  const [program, ...args] = command
  if (program === undefined) throw new Error('There is nothing to start.')
  return spawn(program, args, { stdio: 'ignore' })
}

async function completed(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as unknown[]
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${String(code)}.`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await systemClock.sleep(25)
    }
  }
  throw new Error('The PostgreSQL server for the tests did not answer within 5 seconds.')
}

/** Named after the migrations' content, so that a server that outlives the run keeps one template for each schema. */
async function ensureTemplate(adminUrl: string): Promise<string> {
  const files = await readMigrationFiles()
  const template = `seatledger_template_${sha256(files.map((file) => file.sha256).join()).slice(0, 16)}`
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    // One run at a time: two test runs may share a given server.
    await admin.query('select pg_advisory_lock(7311520040120)')
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template])
    if (rowCount === 0) await createTemplate(admin, adminUrl, template)
    return template
  } finally {
    await admin.end()
  }
}

// Renamed only when it is complete, so that a run that was interrupted leaves no half template behind.
async function createTemplate(admin: Client, adminUrl: string, template: string): Promise<void> {
  await admin.query(`drop database if exists ${template}_new`)
  await admin.query(`create database ${template}_new`)
  const client = new Client({ connectionString: databaseUrl(adminUrl, `${template}_new`) })
  await client.connect()
  await migrate(client, { clock: systemClock }).finally(() => client.end())
  await admin.query(`alter database ${template}_new rename to ${template}`)
}

export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}
