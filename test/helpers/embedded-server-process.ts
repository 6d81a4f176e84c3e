import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The process number of the server in a data directory, by its own file; `undefined` when none runs. */
export async function serverPid(dataDirectory: string): Promise<number | undefined> {
  const text = await readFile(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : Number(text.split('\n')[0])
}

/** How many servers run on a data directory, by the list of processes. */
export async function countServers(dataDirectory: string): Promise<number> {
  const { stdout } = await run('ps', ['-A', '-o', 'args='])
  return stdout.split('\n').filter((line) => line.includes(`postgres -D ${dataDirectory}/`)).length
}

/** Kills the server and all its children at once, as a crash of the machine would. */
export async function killServer(dataDirectory: string): Promise<void> {
  const pid = await serverPid(dataDirectory)
  if (pid === undefined) throw new Error(`No server runs in ${dataDirectory}.`)
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid='])
  const children = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
  for (const doomed of [pid, ...children.map(([child]) => child)]) {
    try {
      if (doomed !== undefined) process.kill(doomed, 'SIGKILL')
    } catch {
      // A child that has just ended by itself is as dead as it should be.
    }
  }
}
