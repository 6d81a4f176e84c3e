import { execFile } from 'node:child_process'
import { chown, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedPostgresUnavailable } from './failures.ts'

const run = promisify(execFile)

/** What stands before the name of a PostgreSQL program on the command line, so that it runs as the right user. */
export type ServerAccount = readonly string[]

const nobody = { uid: 65534, gid: 65534 }

/**
 * A user namespace in which whoever starts the program goes by the number of "nobody": neither root, which PostgreSQL
 * refuses, nor a number without a name, which its initdb refuses. Outside of it the files belong to the same user.
 */
export const renamedUser: ServerAccount = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--']

/**
 * PostgreSQL refuses to run as root. For an ordinary user nothing is needed. For root there are three ways, by who
 * owns `directory`:
 * - another user: the server runs as that user, who can then open the directory without root as well;
 * - root, where the kernel allows user namespaces: in one of them, so no file changes hands and no user is created;
 * - root otherwise: the directory is given to "nobody", and the server runs as that user. It keeps the right to pass
 *   directories that only root may enter, as the data directory may lie below such a one.
 * @throws {EmbeddedPostgresUnavailable} when root has none of these ways.
 */
export async function chooseServerAccount(directory: string): Promise<ServerAccount> {
  if (process.geteuid?.() !== 0) return []
  const { uid, gid } = await stat(directory)
  if (uid !== 0) return asUser({ uid, gid })
  if (await canRun(renamedUser)) return renamedUser
  const account = asUser(nobody)
  if (!(await canRun(account))) throw rootNotPossible(directory)
  await giveAway(directory, nobody)
  return account
}

function asUser(owner: { uid: number; gid: number }): ServerAccount {
  const ids = [`--reuid=${String(owner.uid)}`, `--regid=${String(owner.gid)}`, '--clear-groups']
  return ['setpriv', ...ids, '--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--']
}

async function canRun(account: ServerAccount): Promise<boolean> {
  const [program, ...rest] = account
  if (program === undefined) return true
  return run(program, [...rest, 'true']).then(
    () => true,
    () => false,
  )
}

async function giveAway(path: string, owner: { uid: number; gid: number }): Promise<void> {
  await chown(path, owner.uid, owner.gid)
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name)
    await (entry.isDirectory() ? giveAway(child, owner) : chown(child, owner.uid, owner.gid))
  }
}

function rootNotPossible(directory: string): EmbeddedPostgresUnavailable {
  return new EmbeddedPostgresUnavailable(
    `The built-in database cannot run as root, and neither unshare nor setpriv works here to run it as someone else. ` +
      `Run SeatLedger as an ordinary user who owns ${directory}, or set DATABASE_URL to a PostgreSQL server.`,
  )
}
