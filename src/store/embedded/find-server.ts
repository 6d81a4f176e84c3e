import type { Clock } from '../../support/clock.ts'
import { askServer } from './ask-server.ts'
import type { ServerAddress } from './ask-server.ts'
import type { DataDirectory } from './data-directory.ts'
import { EmbeddedPostgresStartFailed } from './failures.ts'
import { readPostmasterFile, removePostmasterFile } from './postmaster-file.ts'
import type { PostmasterFile } from './postmaster-file.ts'
import { isAlive, worksIn } from './process-identity.ts'

const pollMilliseconds = 50
/** Recovery after a crash replays at most the log since the last checkpoint, which takes seconds. */
const patienceMilliseconds = 120_000

export interface RunningServer {
  readonly pid: number
  readonly address: ServerAddress
}

/**
 * The server that runs on this data directory, whoever started it; `undefined` when none does. Waits for one that is
 * starting or stopping. A file left behind by a dead server, whose process number another program has now, is removed.
 * @throws {EmbeddedPostgresStartFailed} when a server holds the directory and does not answer.
 */
export async function findServer(
  directory: DataDirectory,
  options: { password: string; clock: Clock },
): Promise<RunningServer | undefined> {
  for (let waited = 0; waited <= patienceMilliseconds; waited += pollMilliseconds) {
    const file = await readPostmasterFile(directory.cluster)
    if (file === undefined) return undefined
    const server = await serverBehind(file, directory, options.password)
    if (server !== 'undecided') return server
    await options.clock.sleep(pollMilliseconds)
  }
  throw new EmbeddedPostgresStartFailed(
    `A database server holds ${directory.cluster} and does not answer. Look at ${directory.log}; ` +
      'end the process named in the first line of postmaster.pid there if it hangs.',
  )
}

async function serverBehind(
  file: PostmasterFile,
  directory: DataDirectory,
  password: string,
): Promise<RunningServer | undefined | 'undecided'> {
  if (!isAlive(file.pid)) return undefined
  if (file.port !== undefined) {
    const address = { port: file.port, password }
    if ((await askServer(address, directory.cluster)) === 'ours') return { pid: file.pid, address }
  }
  if ((await worksIn(file.pid, directory.cluster)) !== false) return 'undecided'
  await removePostmasterFile(directory.cluster, file)
  return undefined
}
