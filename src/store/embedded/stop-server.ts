import type { Clock } from '../../support/clock.ts'
import { Failure } from '../../support/failure.ts'
import type { DataDirectory } from './data-directory.ts'
import { hasCode } from './file-errors.ts'
import type { RunningServer } from './find-server.ts'
import { readPostmasterFile } from './postmaster-file.ts'

const pollMilliseconds = 20
const patienceMilliseconds = 60_000

/**
 * Stops the server in good order (PostgreSQL's "fast" shutdown: running statements are rolled back, everything committed
 * is written) and waits until it has.
 * @throws {EmbeddedPostgresStopFailed} when it takes longer than a minute.
 */
export async function stopServer(directory: DataDirectory, server: RunningServer, clock: Clock): Promise<void> {
  try {
    process.kill(server.pid, 'SIGINT')
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return
    throw error
  }
  // The file goes as the very last thing. The process itself may stay as a zombie where nobody collects it.
  for (let waited = 0; waited <= patienceMilliseconds; waited += pollMilliseconds) {
    if ((await readPostmasterFile(directory.cluster))?.pid !== server.pid) return
    await clock.sleep(pollMilliseconds)
  }
  throw new EmbeddedPostgresStopFailed(
    `The built-in database (PID ${String(server.pid)}) is still writing after a minute and goes on by itself; see ${directory.log}.`,
  )
}

export class EmbeddedPostgresStopFailed extends Failure {
  override readonly code = 'store.embedded-stop-failed'
}
