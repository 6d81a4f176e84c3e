import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ensurePassword, giveToOwnerOf } from './data-directory.ts'
import type { DataDirectory } from './data-directory.ts'
import { explainServerOutput } from './explain-server-output.ts'
import { explainFileError, hasCode } from './file-errors.ts'
import { DataDirectoryVersionMismatch } from './failures.ts'
import { isAlive } from './process-identity.ts'
import { chooseServerAccount, renamedUser } from './server-account.ts'
import type { ServerBinaries } from './server-binaries.ts'
import { serverEnvironment } from './server-environment.ts'

const run = promisify(execFile)

/**
 * Creates the cluster unless there is one. It is made under another name and moved into place when it is complete, so
 * that a process killed half-way leaves nothing that looks like a database.
 * @throws {DataDirectoryVersionMismatch} when the cluster there belongs to another major version.
 */
export async function initializeCluster(
  directory: DataDirectory,
  binaries: ServerBinaries,
  options: { isDurable: boolean },
): Promise<void> {
  if (existsSync(directory.cluster)) {
    await checkVersion(directory, binaries)
    return
  }
  const unfinished = `${directory.cluster}.unfinished-${String(process.pid)}`
  try {
    await removeUnfinished(directory)
    await mkdir(unfinished, { mode: 0o700 })
    await giveToOwnerOf(directory.root, unfinished)
    await ensurePassword(directory)
    await initdb(directory, { into: unfinished, binaries, isDurable: options.isDurable })
    await rename(unfinished, directory.cluster)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw explainFileError(error, directory.root)
  }
}

/** What processes that were killed in the middle of it have left behind. */
async function removeUnfinished(directory: DataDirectory): Promise<void> {
  for (const name of await readdir(directory.root)) {
    const pid = /^postgres\.unfinished-(\d+)$/.exec(name)?.[1]
    if (pid === undefined || (Number(pid) !== process.pid && isAlive(Number(pid)))) continue
    await rm(join(directory.root, name), { recursive: true, force: true })
  }
}

async function initdb(
  directory: DataDirectory,
  options: { into: string; binaries: ServerBinaries; isDurable: boolean },
): Promise<void> {
  const account = await chooseServerAccount(options.into)
  const command = [
    options.binaries.initdb,
    `--pgdata=${options.into}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${directory.passwordFile}`,
    '--data-checksums',
    '--encoding=UTF8',
    // Byte order: the same on every machine and after every upgrade of the system's libraries.
    '--locale=C',
    ...(options.isDurable ? [] : ['--no-sync']),
  ]
  const output = await failedOutput([...account, ...command])
  if (output === undefined) return
  // Containers often run as a user number without a name, which initdb refuses (the server itself does not mind).
  const isNameless = output.includes('could not look up effective user')
  const secondOutput = isNameless ? await failedOutput([...account, ...renamedUser, ...command]) : output
  if (secondOutput !== undefined) throw await explainServerOutput(output, { directory })
}

/** @returns what the program printed if it failed. */
async function failedOutput(command: readonly string[]): Promise<string | undefined> {
  const [program = '', ...args] = command
  return run(program, args, { env: serverEnvironment(), cwd: tmpdir() }).then(() => undefined, outputOf)
}

function outputOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const stderr = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : ''
  return stderr === '' ? error.message : stderr
}

async function checkVersion(directory: DataDirectory, binaries: ServerBinaries): Promise<void> {
  const [written, programs] = await Promise.all([majorOfCluster(directory), majorOfPrograms(binaries)])
  if (written === programs) return
  throw new DataDirectoryVersionMismatch(
    `${directory.cluster} was written by PostgreSQL ${written}, and this release comes with PostgreSQL ${programs}. ` +
      'Use the release of SeatLedger that wrote it, export there and import here; or serve the directory with ' +
      `PostgreSQL ${written} and set DATABASE_URL.`,
  )
}

async function majorOfCluster(directory: DataDirectory): Promise<string> {
  try {
    return (await readFile(join(directory.cluster, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw explainFileError(error, directory.cluster)
    const isEmpty = (await readdir(directory.cluster)).length === 0
    throw new DataDirectoryVersionMismatch(
      `${directory.cluster} is ${isEmpty ? 'empty' : 'no PostgreSQL data directory'}. ` +
        'Restore it from a backup, or move it away to begin with an empty database.',
      { cause: error },
    )
  }
}

async function majorOfPrograms(binaries: ServerBinaries): Promise<string> {
  const { stdout } = await run(binaries.postgres, ['--version'], { env: serverEnvironment() })
  return /\) (\d+)/.exec(stdout)?.[1] ?? stdout.trim()
}
