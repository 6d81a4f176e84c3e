import { execFileSync } from 'node:child_process'
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startProgram } from '../../test/helpers/child-process.ts'
import type { ChildProgram } from '../../test/helpers/child-process.ts'
import { countServers, killServer, serverPid } from '../../test/helpers/embedded-server-process.ts'
import { failureOf } from '../../test/helpers/failure-of.ts'
import { systemClock } from '../support/clock.ts'
import { openDatabase } from './database.ts'
import { openEmbeddedPostgres } from './embedded-postgres.ts'
import { createOrganization, listOrganizations } from './organizations.ts'

const isRoot = process.geteuid?.() === 0
const hasTool = (tool: string): boolean => {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const canChangeUser = isRoot && process.platform === 'linux' && hasTool('setpriv')
if (!canChangeUser) {
  console.warn('Not checked, as it takes root on Linux: other users, and a full disk, under the embedded PostgreSQL.')
}

let folder: string
let dataDirectory: string
let pristine: string
const children: ChildProgram[] = []
// Creating a cluster takes a second or more; most tests begin with a copy of one that was never used.
beforeAll(async () => {
  pristine = await mkdtemp(join(tmpdir(), 'seatledger-embedded-pristine-'))
  const server = await openEmbeddedPostgres({ dataDirectory: pristine, clock: systemClock, settings: { fsync: 'off' } })
  await server.release()
})
afterAll(() => rm(pristine, { recursive: true, force: true }))
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatledger-embedded-'))
  dataDirectory = join(folder, 'data')
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.tell('release')
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
    }, 5_000)
    await child.gone
    clearTimeout(timer)
  }
  if ((await serverPid(dataDirectory)) !== undefined) await killServer(dataDirectory)
  await rm(folder, { recursive: true, force: true })
})

async function haveDatabase(): Promise<void> {
  await cp(pristine, dataDirectory, { recursive: true, preserveTimestamps: true })
}

function start(name: string, options: Parameters<typeof startProgram>[2] = {}): ChildProgram {
  const child = startProgram(name, [dataDirectory], options)
  children.push(child)
  return child
}

async function written(): Promise<{ numbers: number; halves: number; last: number }> {
  const server = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
  const client = new Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query<{ numbers: number; halves: number; last: number }>(
    `select count(distinct number)::integer as numbers, count(*)::integer as halves,
       coalesce(max(number), 0)::integer as last from trial.written`,
  )
  await client.end()
  await server.release()
  return rows[0] ?? { numbers: 0, halves: 0, last: 0 }
}

function lastCommitted(lines: readonly string[]): number {
  return Math.max(0, ...lines.filter((line) => line.startsWith('committed')).map((line) => Number(line.split(' ')[1])))
}

test('eight processes that start at once on an empty directory share one server, and the last one to leave stops it', async () => {
  const programs = Array.from({ length: 8 }, () => start('use-embedded-postgres'))
  const openings = await Promise.all(programs.map((program) => program.line('opened')))
  expect(openings.toSorted()).toEqual([...Array.from({ length: 7 }, () => 'opened joined'), 'opened started'])
  expect(await countServers(dataDirectory)).toBe(1)
  for (const program of programs.slice(1)) program.tell('release')
  await Promise.all(programs.slice(1).map((program) => program.line('released')))
  expect(await countServers(dataDirectory)).toBe(1)
  programs[0]?.tell('release')
  await programs[0]?.line('released')
  expect(await countServers(dataDirectory)).toBe(0)
  // Nothing is left but the cluster, its log and its password.
  expect((await readdir(dataDirectory)).toSorted()).toEqual(['postgres', 'postgres.log', 'postgres.password'])
}, 60_000)

test('processes that come and go all the time never find the server gone, and never two of them', async () => {
  await haveDatabase()
  const visit = async (): Promise<void> => {
    for (let round = 0; round < 8; round += 1) {
      const server = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
      const client = new Client({ connectionString: server.url })
      await client.connect()
      await systemClock.sleep(Math.random() * 20)
      expect((await client.query('select 1')).rowCount).toBe(1)
      await client.end()
      await server.release()
    }
  }
  await Promise.all(Array.from({ length: 5 }, visit))
  expect(await countServers(dataDirectory)).toBe(0)
}, 60_000)

test('no committed row is lost and none is half there when the writing process is killed ten times', async () => {
  await haveDatabase()
  for (let kill = 0; kill < 10; kill += 1) {
    const writer = start('commit-rows')
    const before = lastCommitted(await writer.line('committed').then(() => writer.lines))
    await systemClock.sleep(30 + kill * 20)
    writer.kill('SIGKILL')
    await writer.gone
    const { numbers, halves, last } = await written()
    expect(last).toBeGreaterThanOrEqual(Math.max(before, lastCommitted(writer.lines)))
    expect({ numbers, halves }).toEqual({ numbers: last, halves: 2 * last })
  }
}, 120_000)

test('no committed row is lost when the whole server is killed ten times, and the writer goes on each time', async () => {
  await haveDatabase()
  const writer = start('commit-rows')
  await writer.line('committed 1')
  for (let kill = 0; kill < 10; kill += 1) {
    await killServer(dataDirectory)
    // What was committed before the kill may still be on its way through the pipe.
    await systemClock.sleep(20)
    const before = lastCommitted(writer.lines)
    await vi.waitFor(
      () => {
        expect(lastCommitted(writer.lines)).toBeGreaterThanOrEqual(before + 5)
      },
      { timeout: 30_000 },
    )
  }
  expect(await countServers(dataDirectory)).toBe(1)
  writer.kill('SIGKILL')
  await writer.gone
  const { numbers, halves, last } = await written()
  expect(last).toBeGreaterThanOrEqual(lastCommitted(writer.lines))
  expect({ numbers, halves }).toEqual({ numbers: last, halves: 2 * last })
}, 120_000)

test('a server whose process was killed is found and taken over', async () => {
  await haveDatabase()
  const program = start('use-embedded-postgres')
  await program.line('opened started')
  const pid = await serverPid(dataDirectory)
  program.kill('SIGKILL')
  await program.gone
  const server = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
  expect(server.arrival).toBe('taken-over')
  expect(await serverPid(dataDirectory)).toBe(pid)
  await server.release()
  expect(await countServers(dataDirectory)).toBe(0)
}, 60_000)

test('Ctrl-C reaches the program and not the server', async () => {
  await haveDatabase()
  const program = start('use-embedded-postgres')
  await program.line('opened')
  program.kill('SIGINT')
  await program.line('interrupted')
  await systemClock.sleep(200)
  expect(await countServers(dataDirectory)).toBe(1)
  program.tell('release')
  await program.line('released')
}, 60_000)

test('a server that dies is started again where it was, and work goes on', async () => {
  await haveDatabase()
  const database = await openDatabase({ dataDirectory, clock: systemClock })
  await createOrganization(database, { name: 'North Wind IT', timeZone: 'UTC' })
  await killServer(dataDirectory)
  const names = (await listOrganizations(database)).map((organization) => organization.name)
  expect(names).toEqual(['North Wind IT'])
  await database.close()
  expect(await countServers(dataDirectory)).toBe(0)
}, 60_000)

test('a file left behind by a dead server does not matter, even when another program has its process number', async () => {
  await haveDatabase()
  const first = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
  await killServer(dataDirectory)
  await first.release()
  const file = join(dataDirectory, 'postgres', 'postmaster.pid')
  for (const pid of [process.pid, 4_000_000]) {
    await writeFile(file, `${String(pid)}\n${dataDirectory}/postgres\n1775001600\n1\n\n127.0.0.1\n\nready\n`, {
      mode: 0o600,
    })
    const server = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
    expect(server.arrival).toBe('started')
    await server.release()
  }
}, 60_000)

test('a lock that a killed process has left behind is taken over', async () => {
  await haveDatabase()
  const dead = { pid: 4_000_000, host: 'unknown', startedAt: '1', token: 'left-behind' }
  const lock = join(dataDirectory, 'postgres.lock')
  await writeFile(lock, JSON.stringify(dead))
  // As old as a lock of another machine must be to be given up.
  const long = new Date(systemClock.now().getTime() - 60_000)
  await utimes(lock, long, long)
  const server = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
  expect(server.arrival).toBe('started')
  await server.release()
}, 60_000)

test('the password is readable by its owner alone, and without it nobody gets in', async () => {
  await haveDatabase()
  const server = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
  expect((await stat(join(dataDirectory, 'postgres.password'))).mode & 0o777).toBe(0o600)
  expect((await stat(dataDirectory)).mode & 0o777).toBe(0o700)
  const url = new URL(server.url)
  url.password = 'guessed'
  const client = new Client({ connectionString: url.href })
  await expect(client.connect()).rejects.toThrow('password authentication failed')
  await server.release()
}, 60_000)

test('what stands in the way of a start is said, with what to do', async () => {
  await haveDatabase()
  const cluster = join(dataDirectory, 'postgres')
  const open = async () => failureOf(openEmbeddedPostgres({ dataDirectory, clock: systemClock }))

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

  await rm(join(dataDirectory, 'postgres.password'))
  expect((await open()).message).toContain('postgres.password is missing')
}, 60_000)

test('a data directory that is a file, or lies below one, is refused', async () => {
  await writeFile(dataDirectory, '')
  const failure = await failureOf(openEmbeddedPostgres({ dataDirectory, clock: systemClock }))
  expect(failure.code).toBe('store.data-directory-not-accessible')
  await rm(dataDirectory)
})

test.runIf(canChangeUser)(
  'an ordinary user, with a name or without one, and root after them, open the same directory',
  async () => {
    for (const id of [65534, 51234]) {
      await rm(dataDirectory, { recursive: true, force: true })
      await mkdir(dataDirectory)
      await chmod(folder, 0o755)
      await chown(dataDirectory, id, id)
      const prefix = ['setpriv', `--reuid=${String(id)}`, `--regid=${String(id)}`, '--clear-groups', '--']
      const user = start('use-embedded-postgres', { prefix })
      expect(await user.line('opened')).toBe('opened started')
      const joining = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
      expect(joining.arrival).toBe('joined')
      user.tell('release')
      await user.line('released')
      await joining.release()
      const alone = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
      expect(alone.arrival).toBe('started')
      await alone.release()
      const again = start('use-embedded-postgres', { prefix })
      expect(await again.line('opened')).toBe('opened started')
      again.tell('release')
      await again.line('released')
      expect((await stat(join(dataDirectory, 'postgres'))).uid).toBe(id)
    }
  },
  120_000,
)

test.runIf(canChangeUser)(
  'root opens a directory below one that only root may enter',
  async () => {
    dataDirectory = join(folder, 'closed', 'data')
    await mkdir(join(folder, 'closed'), { mode: 0o700 })
    const server = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
    expect((await stat(join(dataDirectory, 'postgres'))).uid).toBe(0)
    await server.release()
  },
  60_000,
)

test.runIf(canChangeUser)(
  'where root may not make user namespaces, the server runs as nobody',
  async () => {
    dataDirectory = join(folder, 'closed', 'data')
    await mkdir(join(folder, 'closed'), { mode: 0o700 })
    // A path on which everything is found but the tool that makes namespaces.
    const tools = join(folder, 'tools')
    await mkdir(tools)
    for (const tool of ['setpriv', 'true', 'sh', 'ps']) {
      await symlink(execFileSync('which', [tool], { encoding: 'utf8' }).trim(), join(tools, tool))
    }
    const environment = { PATH: tools }
    for (let round = 0; round < 2; round += 1) {
      const program = start('use-embedded-postgres', { environment })
      await program.line('opened started')
      program.tell('release')
      await program.line('released')
    }
    expect((await stat(join(dataDirectory, 'postgres'))).uid).toBe(65534)
    // And once namespaces work, that stays so.
    const server = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
    await server.release()
  },
  60_000,
)

test.runIf(canChangeUser)(
  'another user is told that the directory is not theirs',
  async () => {
    await haveDatabase()
    const server = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
    await chmod(folder, 0o755)
    const prefix = ['setpriv', '--reuid=51234', '--regid=51234', '--clear-groups', '--']
    const program = start('use-embedded-postgres', { prefix })
    expect(await program.line('failed')).toContain('Run SeatLedger as the user who owns it')
    await server.release()
  },
  60_000,
)

test.runIf(canChangeUser && hasTool('unshare'))(
  'a full disk is called by its name when the database is created',
  async () => {
    await mkdir(dataDirectory)
    const mount = `mount -t tmpfs -o size=8m none "${dataDirectory}" && exec "$0" "$@"`
    const program = start('use-embedded-postgres', { prefix: ['unshare', '--mount', 'sh', '-c', mount] })
    const line = await program.line('')
    await program.gone
    expect([line, ...program.lines].join('\n')).toContain(
      'failed store.disk-full There is no space left on the disk of',
    )
  },
  60_000,
)
