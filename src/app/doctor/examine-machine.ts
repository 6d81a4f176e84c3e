import { access, constants, stat, statfs } from 'node:fs/promises'
import { messageOf } from '../../support/failure.ts'
import { good, notice, wrong, type HealthFinding } from './finding.ts'

export interface Machine {
  /** Such as `20.19.5`. */
  readonly nodeVersion: string
  readonly dataDirectory: string
  /** Whether the database itself lies in the data directory. */
  readonly isEmbedded: boolean
}

const oldestNode = { major: 20, minor: 19 }
/** Below this the database may stop within days. */
const littleBytes = 2n * 1024n ** 3n
const noticeBytes = 10n * 1024n ** 3n

/** What the program stands on: Node, the data directory, the disk. */
export async function examineMachine(machine: Machine): Promise<readonly HealthFinding[]> {
  return [
    examineNode(machine.nodeVersion),
    ...(await examineDirectory(machine)),
    ...(await examineDisk(machine.dataDirectory)),
  ]
}

export function examineNode(version: string): HealthFinding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isSupported = major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor)
  const message = `this is Node ${version}`
  if (isSupported) return good('machine.node', 'Node', message)
  const wanted = `${String(oldestNode.major)}.${String(oldestNode.minor)}`
  return wrong({ code: 'machine.node', subject: 'Node', message }, `Install Node ${wanted} or newer.`)
}

async function examineDirectory({ dataDirectory, isEmbedded }: Machine): Promise<HealthFinding[]> {
  const code = 'machine.data-directory'
  try {
    const { mode } = await stat(dataDirectory)
    await access(dataDirectory, constants.R_OK | constants.W_OK | constants.X_OK)
    const isOpen = process.platform !== 'win32' && (mode & 0o077) !== 0
    if (!isOpen) return [good(code, dataDirectory, 'is there, and its owner alone may read it')]
    const message = 'other users of this computer may look into it'
    return [wrong({ code, subject: dataDirectory, message }, `Run: chmod 700 ${dataDirectory}`)]
  } catch (error) {
    if (!isEmbedded && isMissing(error)) return []
    const message = isMissing(error) ? 'is not there yet' : `cannot be used: ${messageOf(error)}`
    const nextStep = isMissing(error)
      ? 'Begin with `seatledger init`, or name the right directory with --data or SEATLEDGER_DATA.'
      : 'Give this user the right to read and write it.'
    return [wrong({ code, subject: dataDirectory, message }, nextStep)]
  }
}

async function examineDisk(path: string): Promise<HealthFinding[]> {
  const stats = await statfs(path, { bigint: true }).catch(() => undefined)
  // A directory that is not there has been told of already.
  if (stats === undefined) return []
  return [describeDisk(path, stats.bavail * stats.bsize)]
}

export function describeDisk(path: string, freeBytes: bigint): HealthFinding {
  const named = {
    code: 'machine.disk',
    subject: path,
    message: `${formatGigabytes(freeBytes)} GB are free on its disk`,
  }
  if (freeBytes < littleBytes) return wrong(named, 'Free space there: the database stops when the disk is full.')
  if (freeBytes < noticeBytes) return notice(named, 'Keep an eye on it; evidence grows by each sync.')
  return good(named.code, path, named.message)
}

function formatGigabytes(bytes: bigint): string {
  const tenths = (bytes * 10n) / 1024n ** 3n
  return `${String(tenths / 10n)}.${String(tenths % 10n)}`
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
