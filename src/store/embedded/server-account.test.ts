import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, rm, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { EmbeddedDataDirectory } from '../../../test/helpers/embedded-data-directory.ts'
import { systemClock } from '../../support/clock.ts'
import { openEmbeddedPostgres } from '../embedded-postgres.ts'

const directory = EmbeddedDataDirectory.forEachTest()

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

// Other users run the program and the server's own programs from where the project lies.
const othersReachProject = canChangeUser && canRead(51234, fileURLToPath(import.meta.url))
if (canChangeUser && !othersReachProject) {
  console.warn('Not checked, as the project lies where only root may go: other users under the embedded PostgreSQL.')
}

function canRead(uid: number, path: string): boolean {
  const account = [`--reuid=${String(uid)}`, `--regid=${String(uid)}`, '--clear-groups']
  try {
    execFileSync('setpriv', [...account, '--', 'test', '-r', path], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test.runIf(othersReachProject)(
  'an ordinary user, with a name or without one, and root after them, open the same directory',
  async () => {
    for (const id of [65534, 51234]) {
      await rm(directory.path, { recursive: true, force: true })
      await mkdir(directory.path)
      await chmod(directory.folder, 0o755)
      await chown(directory.path, id, id)
      const prefix = ['setpriv', `--reuid=${String(id)}`, `--regid=${String(id)}`, '--clear-groups', '--']
      const user = directory.start('use-embedded-postgres', { prefix })
      expect(await user.line('opened')).toBe('opened started')
      const joining = await openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock })
      expect(joining.arrival).toBe('joined')
      user.tell('release')
      await user.line('released')
      await joining.release()
      const alone = await openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock })
      expect(alone.arrival).toBe('started')
      await alone.release()
      const again = directory.start('use-embedded-postgres', { prefix })
      expect(await again.line('opened')).toBe('opened started')
      again.tell('release')
      await again.line('released')
      expect((await stat(join(directory.path, 'postgres'))).uid).toBe(id)
    }
  },
  120_000,
)

test.runIf(canChangeUser)(
  'root opens a directory below one that only root may enter',
  async () => {
    directory.path = join(directory.folder, 'closed', 'data')
    await mkdir(join(directory.folder, 'closed'), { mode: 0o700 })
    const server = await openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock })
    expect((await stat(join(directory.path, 'postgres'))).uid).toBe(0)
    await server.release()
  },
  60_000,
)

test.runIf(othersReachProject)(
  'where root may not make user namespaces, the server runs as nobody',
  async () => {
    directory.path = join(directory.folder, 'closed', 'data')
    await mkdir(join(directory.folder, 'closed'), { mode: 0o700 })
    // A path on which everything is found but the tool that makes namespaces.
    const tools = join(directory.folder, 'tools')
    await mkdir(tools)
    for (const tool of ['setpriv', 'true', 'sh', 'ps']) {
      await symlink(execFileSync('which', [tool], { encoding: 'utf8' }).trim(), join(tools, tool))
    }
    const environment = { PATH: tools }
    for (let round = 0; round < 2; round += 1) {
      const program = directory.start('use-embedded-postgres', { environment })
      await program.line('opened started')
      program.tell('release')
      await program.line('released')
    }
    expect((await stat(join(directory.path, 'postgres'))).uid).toBe(65534)
    // And once namespaces work, that stays so.
    const server = await openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock })
    await server.release()
  },
  60_000,
)

test.runIf(othersReachProject)(
  'another user is told that the directory is not theirs',
  async () => {
    await directory.haveDatabase()
    const server = await openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock })
    await chmod(directory.folder, 0o755)
    const prefix = ['setpriv', '--reuid=51234', '--regid=51234', '--clear-groups', '--']
    const program = directory.start('use-embedded-postgres', { prefix })
    expect(await program.line('failed')).toContain('Run SeatLedger as the user who owns it')
    await server.release()
  },
  60_000,
)

test.runIf(canChangeUser && hasTool('unshare'))(
  'a full disk is called by its name when the database is created',
  async () => {
    await mkdir(directory.path)
    const mount = `mount -t tmpfs -o size=8m none "${directory.path}" && exec "$0" "$@"`
    const program = directory.start('use-embedded-postgres', { prefix: ['unshare', '--mount', 'sh', '-c', mount] })
    const line = await program.line('')
    await program.gone
    expect([line, ...program.lines].join('\n')).toContain(
      'failed store.disk-full There is no space left on the disk of',
    )
  },
  60_000,
)
