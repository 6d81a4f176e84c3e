import { execFile } from 'node:child_process'
import { readFile, readlink, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { promisify } from 'node:util'
import { hasCode } from './file-errors.ts'

const run = promisify(execFile)

/** Enough to tell a process from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** The machine or container; a process number means nothing in another one. */
  readonly host: string
  /** When it started, in the kernel's own words; empty where the system does not tell. */
  readonly startedAt: string
}

export async function identityOf(pid: number): Promise<ProcessIdentity> {
  return { pid, host: await hostIdentity(), startedAt: await startOf(pid) }
}

/** `undefined` when it runs in another machine or container, where it cannot be seen from here. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean | undefined> {
  if (identity.host !== (await hostIdentity())) return undefined
  return isAlive(identity.pid) && (await startOf(identity.pid)) === identity.startedAt
}

/** Whether there is a process with this number, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !hasCode(error, 'ESRCH')
  }
}

/**
 * Whether the process works in this directory, as a PostgreSQL server does in its data directory. `undefined` when the
 * system does not let us know.
 */
export async function worksIn(pid: number, directory: string): Promise<boolean | undefined> {
  if (process.platform !== 'linux') return commandMentions(pid, directory)
  try {
    const [its, ours] = await Promise.all([stat(`/proc/${String(pid)}/cwd/`), stat(directory)])
    return its.dev === ours.dev && its.ino === ours.ino
  } catch (error) {
    return hasCode(error, 'EACCES') || hasCode(error, 'EPERM') ? undefined : false
  }
}

async function commandMentions(pid: number, directory: string): Promise<boolean | undefined> {
  if (process.platform === 'win32') return undefined
  const command = await run('ps', ['-p', String(pid), '-o', 'command=']).catch(() => undefined)
  return command?.stdout.includes(directory) ?? false
}

async function hostIdentity(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '')
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  return [hostname(), boot.trim(), namespace].join(' ')
}

async function startOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '')
    // The second field is the command in brackets and may hold spaces; the start time is the twentieth after it.
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  }
  if (process.platform === 'win32') return ''
  const listed = await run('ps', ['-p', String(pid), '-o', 'lstart=']).catch(() => undefined)
  return listed?.stdout.trim() ?? ''
}
