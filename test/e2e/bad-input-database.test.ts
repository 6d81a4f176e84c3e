import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { createManualClock, systemClock } from '../../src/support/clock.ts'
import { generateEncryptionKey } from '../../src/support/encryption.ts'
import { openCliHome, type CliHome } from '../helpers/cli-home.ts'
import { freePort } from '../helpers/connect-quickbooks.ts'
import { runFakeCli, type CliOutcome } from '../helpers/fake-cli.ts'
import { tableContents } from '../helpers/table-contents.ts'

let home: CliHome
let folder: string

beforeAll(async () => {
  home = await openCliHome()
  folder = await mkdtemp(join(tmpdir(), 'seatledger-bad-database-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await home.close()
})

const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

function codeOf({ out }: CliOutcome): string {
  return failure.parse(JSON.parse(out)).error.code
}

async function withAdmin(work: (admin: Client) => Promise<unknown>): Promise<void> {
  const admin = new Client({ connectionString: home.test.url })
  await admin.connect()
  await work(admin).finally(() => admin.end())
}

describe('a database by its URL', () => {
  test('that does not answer, or that there is not, is named without its password: exit code 5', async () => {
    const url = new URL(home.test.url)
    url.password = 'hunter2'
    const cases: readonly [(url: URL) => void, string, string][] = [
      [(changed) => (changed.port = '9'), 'store.unreachable', 'Check that the server runs and the address is right'],
      [(changed) => (changed.pathname = '/none'), 'store.access-denied', 'Check the user, password and database name'],
    ]
    for (const [change, code, nextStep] of cases) {
      const changed = new URL(url)
      change(changed)
      const environment = { ...home.environment, DATABASE_URL: changed.href }
      const outcome = await runFakeCli(['sync', '--json'], { environment })
      expect([outcome.exit, codeOf(outcome)]).toEqual([5, code])
      expect(outcome.err).toContain(`${changed.hostname}:${changed.port}`)
      expect(outcome.err).toContain(nextStep)
      expect(outcome.out + outcome.err).not.toContain('hunter2')
    }
  })

  test('that refuses the password is named without it: exit code 5', async () => {
    const server = await openEmbeddedPostgres({
      dataDirectory: join(folder, 'with-password'),
      clock: systemClock,
      settings: { fsync: 'off' },
    })
    const url = new URL(server.url)
    url.password = 'hunter2'
    const outcome = await runFakeCli(['sync', '--json'], { environment: { DATABASE_URL: url.href } })
    await server.release()
    expect([outcome.exit, codeOf(outcome)]).toEqual([5, 'store.access-denied'])
    expect(outcome.err).toContain('does not let us in')
    expect(outcome.err).toContain('Check the user, password and database name in DATABASE_URL')
    expect(outcome.out + outcome.err).not.toContain('hunter2')
  })

  test('that a newer release has used is left alone: exit code 5', async () => {
    await withAdmin((admin) =>
      admin.query("insert into migration values (9999, '9999_from_the_future.sql', 'x', '2027-01-01')"),
    )
    const before = await tableContents(home.test)
    const outcome = await home.run(['config', 'history', '--json'])
    expect([outcome.exit, codeOf(outcome)]).toEqual([5, 'store.schema-newer'])
    expect(outcome.err).toContain('it has applied 9999_from_the_future.sql, which this release does not know')
    expect(outcome.err).toContain('Use that release, or a later one.')
    expect(await tableContents(home.test)).toEqual(before)
    await withAdmin((admin) => admin.query('delete from migration where number = 9999'))
    expect((await home.run(['config', 'history'])).exit).toBe(0)
  })
})

describe('the key that opens stored secrets', () => {
  const clock = createManualClock(new Date('2026-05-02T09:00:00Z'))
  const run = (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<CliOutcome> =>
    home.run(args, { clock, environment: { SEATLEDGER_PAX8_CLIENT_SECRET: 'a-secret', ...environment } })

  test('is missed or found to be another one before anything is done with a secret: exit code 2', async () => {
    // Nothing answers there; the connection stays stored, so that only what is wrong has to be mended.
    expect((await run(['connect', 'pax8', '--client-id', 'x', '--base-url', 'http://127.0.0.1:9/v1'])).exit).toBe(5)
    const before = await tableContents(home.test)
    const another = await run(['sync', '--json'], { SEATLEDGER_KEY: generateEncryptionKey() })
    expect([another.exit, codeOf(another)]).toEqual([2, 'secrets.key-unknown'])
    expect(another.err).toContain('The secret clientSecret of pax8 was encrypted with the key')
    expect(another.err).toContain('Restore that key, or connect again')
    const garbled = await run(['sync', '--json'], { SEATLEDGER_KEY: 'no-key-at-all' })
    expect([garbled.exit, codeOf(garbled)]).toEqual([2, 'encryption.key-invalid'])
    expect(garbled.err).not.toContain('no-key-at-all')
    const { DATABASE_URL = '' } = home.environment
    const keyFile = join(folder, 'gone.key')
    const environment = { DATABASE_URL, SEATLEDGER_DATA: folder, SEATLEDGER_KEY_FILE: keyFile }
    const missing = await runFakeCli(['sync', '--json'], { environment })
    expect([missing.exit, codeOf(missing)]).toEqual([2, 'secrets.key-missing'])
    expect(missing.err).toContain(`cannot be read from ${keyFile}`)
    expect(await tableContents(home.test)).toEqual(before)
  })
})

test('two servers on one port: the second says so and ends, the first goes on: exit code 2', async () => {
  const port = String(await freePort())
  const stop = new AbortController()
  let tell: () => void = () => undefined
  const serving = new Promise<void>((resolve) => {
    tell = resolve
  })
  const first = home.run(['serve', '--port', port], {
    signal: stop.signal,
    onOut: () => {
      tell()
    },
  })
  await serving
  const second = await home.run(['serve', '--port', port, '--json'])
  expect([second.exit, codeOf(second)]).toEqual([2, 'port.taken'])
  expect(second.err).toContain(`Port ${port} of this computer is taken`)
  expect(second.err).toContain('choose another port with --port')
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
  stop.abort()
  expect((await first).exit).toBe(0)
})

describe('a data directory', () => {
  test('that is a file, or lies below one, is named with what to do: exit code 2', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    for (const directory of [file, join(file, 'below')]) {
      const outcome = await runFakeCli(['--data', directory, 'init', '--name', 'X', '--json'])
      expect([outcome.exit, codeOf(outcome)]).toEqual([2, 'store.data-directory-not-accessible'])
      expect(outcome.err).toContain(file)
      expect(outcome.err).toContain('Name another one with --data or SEATLEDGER_DATA.')
    }
  })
})

/** A disk of its own, of so many megabytes; undefined where this user may not make one. */
function makeDisk(path: string, megabytes: number): (() => void) | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(megabytes)}m`, 'tmpfs', path], { stdio: 'ignore' })
    return () => execFileSync('umount', ['-l', path], { stdio: 'ignore' })
  } catch {
    console.warn('This user may not make a disk of its own: what happens on a full one was not checked.')
    return undefined
  }
}

describe('a full disk', () => {
  test('is told before anything is made, and while the database works nothing is kept by halves: exit code 5', async () => {
    const disk = await mkdtemp(join(folder, 'disk-'))
    const remove = makeDisk(disk, 110)
    if (remove === undefined) return
    const data = join(disk, 'data')
    const filler = join(disk, 'filler')
    try {
      await fill(disk, filler, 8 * 1024)
      const none = await runFakeCli(['--data', data, 'init', '--name', 'X', '--json'])
      expect([none.exit, codeOf(none)]).toEqual([5, 'store.disk-full'])
      expect(none.err).toContain(`There is no space left on the disk of ${data}`)
      await rm(filler)

      expect((await runFakeCli(['--data', data, 'init', '--name', 'X'])).exit).toBe(0)
      const server = await openEmbeddedPostgres({ dataDirectory: data, clock: systemClock })
      await fill(disk, filler, 256)
      const config = join(folder, 'large.yaml')
      await writeFile(config, largeConfig())
      const full = await runFakeCli(['--data', data, 'config', 'apply', config, '--json'])
      expect([full.exit, codeOf(full)]).toEqual([5, 'store.disk-full'])
      expect(full.err).toContain('Free')
      await rm(filler)
      const history = await runFakeCli(['--data', data, 'config', 'history', '--json'])
      expect([history.exit, JSON.parse(history.out)]).toEqual([0, []])
      expect((await runFakeCli(['--data', data, 'config', 'apply', config])).exit).toBe(0)
      await server.release()
    } finally {
      remove()
    }
  }, 120_000)
})

/** Leaves so many kilobytes. */
async function fill(disk: string, filler: string, kilobytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(disk)
  await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - kilobytes * 1024)))
}

/** Five megabytes that cannot be packed smaller. */
function largeConfig(): string {
  const clients = Array.from({ length: 40_000 }, (_, index) => {
    const name = generateEncryptionKey()
    return `  - { client: c${String(index)}, name: "${name}${name.slice(0, 30)}", ledger: { connection: books } }`
  })
  return `seatledger: 1\nhouse: { currency: USD }\nclients:\n${clients.join('\n')}\n`
}
