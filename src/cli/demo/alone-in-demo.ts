import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DataDirectoryBusy, withDirectoryLock } from '../../store/embedded/directory-lock.ts'
import { systemClock } from '../../support/clock.ts'
import { Failure } from '../../support/failure.ts'

/**
 * Plays while no other process plays in the same directory: two would share one database and one emulated ledger, and
 * each would live through its own time. A demo that was killed holds nobody up.
 * @throws {DemoBusy} when another demo is being played there.
 */
export async function aloneInDemo<Result>(path: string, play: () => Promise<Result>): Promise<Result> {
  await mkdir(dirname(path), { recursive: true })
  // Beside the directory, because what is in it is thrown away when a demo begins.
  const lock = { path: `${path}.lock`, clock: systemClock, waitMilliseconds: 0 }
  try {
    return await withDirectoryLock(lock, play)
  } catch (error) {
    throw error instanceof DataDirectoryBusy && error.path === lock.path ? new DemoBusy(path) : error
  }
}

export class DemoBusy extends Failure {
  override readonly code = 'demo.busy'

  constructor(path: string) {
    super(`A demo is being played in ${path} already. Wait for it, or play another one with --data and a directory.`)
  }
}
