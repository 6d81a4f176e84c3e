import { randomUUID } from 'node:crypto'
import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { z } from 'zod'
import type { Clock } from '../../support/clock.ts'
import { Failure } from '../../support/failure.ts'
import { explainFileError, hasCode } from './file-errors.ts'
import { identityOf, isRunning } from './process-identity.ts'

const holderSchema = z.object({ pid: z.number(), host: z.string(), startedAt: z.string(), token: z.string() })

const retryMilliseconds = 40
const heartbeatMilliseconds = 5_000
/** A holder that cannot be looked at (another container, or a file half written) is given up after this silence. */
const silenceMilliseconds = 30_000

/**
 * Runs `work` while no other process does so for the same lock file. A lock whose holder was killed is taken over.
 *
 * Nothing depends on this lock alone: the cluster is moved into place in one step, PostgreSQL itself refuses a second
 * server on a directory, and the last process is known by a lock inside the server. This one keeps many starters from
 * doing the same work at the same time.
 * @throws {DataDirectoryBusy} when another process keeps the lock for longer than `waitMilliseconds`.
 */
export async function withDirectoryLock<Result>(
  lock: { path: string; clock: Clock; waitMilliseconds: number },
  work: () => Promise<Result>,
): Promise<Result> {
  const token = await acquire(lock)
  const heartbeat = setInterval(() => {
    const now = lock.clock.now()
    // A missed heartbeat does no harm by itself, and the file may just have been removed at the end of the work.
    utimes(lock.path, now, now).catch(() => undefined)
  }, heartbeatMilliseconds)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    if ((await readText(lock.path))?.includes(token) === true) await rm(lock.path, { force: true })
  }
}

async function acquire(lock: { path: string; clock: Clock; waitMilliseconds: number }): Promise<string> {
  const token = randomUUID()
  const content = JSON.stringify({ ...(await identityOf(process.pid)), token })
  for (let waited = 0; ; waited += retryMilliseconds) {
    if (await createFile(lock.path, content)) return token
    const held = await readText(lock.path)
    if (held !== undefined && (await isAbandoned(lock, held))) await removeAbandoned(lock.path, held)
    else if (waited > lock.waitMilliseconds) throw new DataDirectoryBusy(lock.path, held)
    else await lock.clock.sleep(retryMilliseconds)
  }
}

async function createFile(path: string, content: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o644)
    // An empty lock, as a full disk leaves it, would make everybody wait until it counts as abandoned.
    await file
      .writeFile(content)
      .catch(async (error: unknown) => {
        await rm(path, { force: true })
        throw error
      })
      .finally(() => file.close())
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw explainFileError(error, path)
  }
}

async function isAbandoned(lock: { path: string; clock: Clock }, held: string): Promise<boolean> {
  const holder = parseHolder(held)
  const running = holder === undefined ? undefined : await isRunning(holder)
  if (running !== undefined) return !running
  const file = await stat(lock.path).catch(() => undefined)
  return file !== undefined && lock.clock.now().getTime() - file.mtimeMs > silenceMilliseconds
}

// Two processes may find the same abandoned lock; the slower one must not remove the lock that the faster one took in
// the meantime. Renaming is done by one of them only, and tells it which file it got.
async function removeAbandoned(path: string, held: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    throw explainFileError(error, path)
  }
  if ((await readText(aside)) !== held) {
    await link(aside, path).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw explainFileError(error, path)
    })
  }
  await rm(aside, { force: true })
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw explainFileError(error, path)
  }
}

function parseHolder(held: string): z.infer<typeof holderSchema> | undefined {
  try {
    return holderSchema.parse(JSON.parse(held))
  } catch {
    // Its writer has created the file and not filled it yet, or died in between.
    return undefined
  }
}

/** Another process has been starting or stopping the database for unusually long. */
export class DataDirectoryBusy extends Failure {
  override readonly code = 'store.data-directory-busy'
  /** The lock file. */
  readonly path: string

  constructor(path: string, held: string | undefined) {
    const pid = held === undefined ? undefined : parseHolder(held)?.pid
    super(
      `Another process${pid === undefined ? '' : ` (PID ${String(pid)})`} is starting or stopping the database and holds ${path}. ` +
        'Wait for it, or end it if it hangs, then try again.',
    )
    this.path = path
  }
}
