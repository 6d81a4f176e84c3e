import { chmod, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { EmbeddedDataDirectory } from '../../test/helpers/embedded-data-directory.ts'
import { countServers, killServer, serverPid } from '../../test/helpers/embedded-server-process.ts'
import { failureOf } from '../../test/helpers/failure-of.ts'
import { systemClock } from '../support/clock.ts'
import { openDatabase } from './database.ts'
import { openEmbeddedPostgres } from './embedded-postgres.ts'
import { createOrganization, listOrganizations } from './organizations.ts'

const directory = EmbeddedDataDirectory.forEachTest()

test('eight processes that start at once on an empty directory share one server, and the last one to leave stops it', async () => {
  const programs = Array.from({ length: 8 }, () => directory.start('use-embedded-postgres'))
  const openings = await Promise.all(programs.map((program) => program.line('opened')))
  expect(openings.toSorted()).toEqual([...Array.from({ length: 7 }, () => 'opened joined'), 'opened started'])
  expect(await countServers(directory.path)).toBe(1)
  for (const program of programs.slice(1)) program.tell('release')
  await Promise.all(programs.slice(1).map((program) => program.line('released')))
  expect(await countServers(directory.path)).toBe(1)
  programs[0]?.tell('release')
  await programs[0]?.line('released')
  expect(await countServers(directory.path)).toBe(0)
  // Nothing is left but the cluster, its log and its password.
  expect((await readdir(directory.path)).toSorted()).toEqual(['postgres', 'postgres.log', 'postgres.password'])
}, 60_000)

test('processes that come and go all the time never find the server gone, and never two of them', async () => {
  await directory.haveDatabase()
  const visit = async (): Promise<void> => {
    for (let round = 0; round < 8; round += 1) {
      const server = await openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock })
      const client = new Client({ connectionString: server.url })
      await client.connect()
      await systemClock.sleep(Math.random() * 20)
      expect((await client.query('select 1')).rowCount).toBe(1)
      await client.end()
      await server.release()
    }
  }
  await Promise.all(Array.from({ length: 5 }, visit))
  expect(await countServers(directory.path)).toBe(0)
}, 60_000)

test('a server whose process was killed is found and taken over', async () => {
  await directory.haveDatabase()
  const program = directory.start('use-embedded-postgres')
  await program.line('opened started')
  const pid = await serverPid(directory.path)
  program.kill('SIGKILL')
  await program.gone
  const server = await openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock })
  expect(server.arrival).toBe('taken-over')
  expect(await serverPid(directory.path)).toBe(pid)
  await server.release()
  expect(await countServers(directory.path)).toBe(0)
}, 60_000)

test('Ctrl-C reaches the program and not the server', async () => {
  await directory.haveDatabase()
  const program = directory.start('use-embedded-postgres')
  await program.line('opened')
  program.kill('SIGINT')
  await program.line('interrupted')
  await systemClock.sleep(200)
  expect(await countServers(directory.path)).toBe(1)
  program.tell('release')
  await program.line('released')
}, 60_000)

test('a server that dies is started again where it was, and work goes on', async () => {
  await directory.haveDatabase()
  const database = await openDatabase({ dataDirectory: directory.path, clock: systemClock })
  await createOrganization(database, { name: 'North Wind IT', timeZone: 'UTC' })
  await killServer(directory.path)
  const names = (await listOrganizations(database)).map((organization) => organization.name)
  expect(names).toEqual(['North Wind IT'])
  await database.close()
  expect(await countServers(directory.path)).toBe(0)
}, 60_000)

test('a file left behind by a dead server does not matter, even when another program has its process number', async () => {
  await directory.haveDatabase()
  const first = await openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock })
  await killServer(directory.path)
  await first.release()
  const file = join(directory.path, 'postgres', 'postmaster.pid')
  for (const pid of [process.pid, 4_000_000]) {
    await writeFile(file, `${String(pid)}\n${directory.path}/postgres\n1775001600\n1\n\n127.0.0.1\n\nready\n`, {
      mode: 0o600,
    })
    const server = await openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock })
    expect(server.arrival).toBe('started')
    await server.release()
  }
}, 60_000)

test('a lock that a killed process has left behind is taken over', async () => {
  await directory.haveDatabase()
  const dead = { pid: 4_000_000, host: 'unknown', startedAt: '1', token: 'left-behind' }
  const lock = join(directory.path, 'postgres.lock')
  await writeFile(lock, JSON.stringify(dead))
  // As old as a lock of another machine must be to be given up.
  const long = new Date(systemClock.now().getTime() - 60_000)
  await utimes(lock, long, long)
  const server = await openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock })
  expect(server.arrival).toBe('started')
  await server.release()
}, 60_000)

test('the password is readable by its owner alone, and without it nobody gets in', async () => {
  await directory.haveDatabase()
  const server = await openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock })
  expect((await stat(join(directory.path, 'postgres.password'))).mode & 0o777).toBe(0o600)
  expect((await stat(directory.path)).mode & 0o777).toBe(0o700)
  const url = new URL(server.url)
  url.password = 'guessed'
  const client = new Client({ connectionString: url.href })
  await expect(client.connect()).rejects.toThrow('password authentication failed')
  await server.release()
}, 60_000)

test('what stands in the way of a start is said, with what to do', async () => {
  await directory.haveDatabase()
  const cluster = join(directory.path, 'postgres')
  const open = async () => failureOf(openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock }))

  await chmod(cluster, 0o755)
  expect(await open()).toMatchObject({ code: 'store.data-directory-not-accessible' })
  expect((await open()).message).toContain('its mode must be 0700')
  await chmod(cluster, 0o700)

  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8')
  await writeFile(join(cluster, 'PG_VERSION'), '14\n')
  expect(await open()).toMatchObject({ code: 'store.data-directory-version' })
  expect((await open()).message).toContain('was written by PostgreSQL 14, and this release comes with PostgreSQL')
  await writeFile(join(cluster, 'PG_VERSION'), version)

  const control = join(cluster, 'global', 'pg_control')
  const kept = await readFile(control)
  await writeFile(control, Buffer.concat([kept.subarray(0, 100), Buffer.alloc(8, 1), kept.subarray(108)]))
  expect(await open()).toMatchObject({ code: 'store.embedded-start-failed' })
  expect((await open()).message).toContain('restore a backup')
  await writeFile(control, kept)

  await rm(join(directory.path, 'postgres.password'))
  expect((await open()).message).toContain('postgres.password is missing')
}, 60_000)

test('a data directory that is a file, or lies below one, is refused', async () => {
  await writeFile(directory.path, '')
  const failure = await failureOf(openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock }))
  expect(failure.code).toBe('store.data-directory-not-accessible')
  await rm(directory.path)
})
