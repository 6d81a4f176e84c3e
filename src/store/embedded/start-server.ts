import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile, stat, truncate } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Clock } from '../../support/clock.ts'
import { askServer } from './ask-server.ts'
import type { DataDirectory } from './data-directory.ts'
import { giveToOwnerOf } from './data-directory.ts'
import { explainServerOutput } from './explain-server-output.ts'
import { explainFileError } from './file-errors.ts'
import { EmbeddedPostgresStartFailed } from './failures.ts'
import type { RunningServer } from './find-server.ts'
import { chooseServerAccount } from './server-account.ts'
import type { ServerBinaries } from './server-binaries.ts'
import { serverEnvironment } from './server-environment.ts'
import { serverArguments } from './server-settings.ts'

const pollMilliseconds = 20
const patienceMilliseconds = 120_000
const attempts = 20
const logLimitBytes = 16 * 1024 * 1024

export interface StartOptions {
  readonly binaries: ServerBinaries
  readonly password: string
  readonly clock: Clock
  /** Tried first; another one is taken when it is not free. */
  readonly port: number | undefined
  /** Settings that differ from the usual ones, by PostgreSQL's names. */
  readonly settings: Readonly<Record<string, string>>
}

/**
 * Starts the server and waits until it answers. It runs in a session of its own: neither Ctrl-C in the terminal nor
 * the end of this process stops it.
 * @throws {Failure} that says why, from the server's log.
 */
export async function startServer(directory: DataDirectory, options: StartOptions): Promise<RunningServer> {
  let output = ''
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = attempt === 0 && options.port !== undefined ? options.port : await freePort()
    const result = await tryToStart(directory, options, port)
    if (typeof result !== 'string') return result
    output = result
    if (!isPassing(output)) break
    await options.clock.sleep(250)
  }
  throw await explainServerOutput(output, { directory })
}

// The port was taken in the meantime; or the last server was killed and its children are still on their way out; or a
// process that did not see our lock has just started a server, which the caller will find.
function isPassing(output: string): boolean {
  return /could not bind|Address already in use|pre-existing shared memory block/.test(output)
}

async function tryToStart(
  directory: DataDirectory,
  options: StartOptions,
  port: number,
): Promise<RunningServer | string> {
  const logStart = await prepareLog(directory)
  const child = await spawnServer(directory, options, port)
  const address = { port, password: options.password }
  for (let waited = 0; waited <= patienceMilliseconds; waited += pollMilliseconds) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      return (await readFile(directory.log)).subarray(logStart).toString('utf8')
    }
    if ((await askServer(address, directory.cluster)) === 'ours') return { pid: child.pid, address }
    await options.clock.sleep(pollMilliseconds)
  }
  throw new EmbeddedPostgresStartFailed(
    `The built-in database has not become ready within ${String(patienceMilliseconds / 1000)} seconds; see ${directory.log}.`,
  )
}

async function spawnServer(directory: DataDirectory, options: StartOptions, port: number): Promise<ChildProcess> {
  const account = await chooseServerAccount(directory.cluster)
  const settings = serverArguments(directory.cluster, port, options.settings)
  const [program, ...args] = [...account, options.binaries.postgres, ...settings]
  const log = await open(directory.log, 'a', 0o600)
  try {
    const child = spawn(program ?? options.binaries.postgres, args, {
      cwd: directory.root,
      env: serverEnvironment(),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    await Promise.race([once(child, 'spawn'), once(child, 'error')])
    child.unref()
    return child
  } finally {
    await log.close()
  }
}

/** @returns how long the log is before this start. Nothing else bounds it, so a very long one begins anew here. */
async function prepareLog(directory: DataDirectory): Promise<number> {
  try {
    await (await open(directory.log, 'a', 0o600)).close()
    await giveToOwnerOf(directory.root, directory.log)
    const { size } = await stat(directory.log)
    if (size <= logLimitBytes) return size
    await truncate(directory.log)
    return 0
  } catch (error) {
    throw explainFileError(error, directory.log)
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') {
    throw new EmbeddedPostgresStartFailed('This machine has no free network port on 127.0.0.1.')
  }
  return address.port
}
