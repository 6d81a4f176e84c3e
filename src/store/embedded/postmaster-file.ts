import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { explainFileError, hasCode } from './file-errors.ts'

/** What a running server (or one that was killed) says of itself in `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number
  /** Not known during the first moments of a start. */
  readonly port: number | undefined
}

/** `undefined` when there is no such file: no server runs, and the last one stopped in good order. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  try {
    return parse(await readFile(join(cluster, 'postmaster.pid'), 'utf8'))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw explainFileError(error, cluster)
  }
}

/** For a file whose process is certainly no server of this directory; PostgreSQL would take its word and not start. */
export async function removePostmasterFile(cluster: string, stale: PostmasterFile): Promise<void> {
  const present = await readPostmasterFile(cluster)
  if (present?.pid === stale.pid) await rm(join(cluster, 'postmaster.pid'), { force: true })
}

// Lines: process number, data directory, start time, port, socket directory, listen address, shared memory, status.
function parse(text: string): PostmasterFile {
  const [pid, , , port] = text.split('\n')
  return { pid: wholeNumber(pid) ?? 0, port: wholeNumber(port) }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+\s*$/.test(text) ? Number(text) : undefined
}
