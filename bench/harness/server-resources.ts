import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Database } from '../../src/store/database.ts'

const ticksPerSecond = 100
// Counting shared pages is work for the system too: not too often.
const samplingMilliseconds = 2_000

/** What the processes of the database server use. Linux tells it in `/proc`; elsewhere nothing is known. */
export interface ServerResources {
  /** User plus system time of the server and of all its processes, ended ones included. */
  cpuSeconds(): number | undefined
  /** The most memory seen at once, pages that processes share counted once. */
  readonly peakMb: number | undefined
  stop(): void
}

/** Watches the server that a database is connected to, if it runs on this machine. */
export async function watchServer(database: Database): Promise<ServerResources> {
  const postmaster = await postmasterOf(database)
  let peakKb: number | undefined
  const sample = (): void => {
    const now = postmaster === undefined ? undefined : memoryKb(postmaster)
    if (now !== undefined) peakKb = Math.max(peakKb ?? 0, now)
  }
  sample()
  const timer = setInterval(sample, samplingMilliseconds)
  timer.unref()
  return {
    cpuSeconds: () => (postmaster === undefined ? undefined : cpuSeconds(postmaster)),
    get peakMb() {
      sample()
      return peakKb === undefined ? undefined : Math.round(peakKb / 1024)
    },
    stop: () => {
      clearInterval(timer)
    },
  }
}

/** User plus system time of the processes that this one has started and seen end; 0 where the system does not tell. */
export function endedChildrenCpuSeconds(): number {
  return (statusOf(process.pid)?.endedChildrenTicks ?? 0) / ticksPerSecond
}

async function postmasterOf(database: Database): Promise<number | undefined> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.queries)
  const backend = rows[0]?.pid
  return backend === undefined ? undefined : statusOf(backend)?.parent
}

function cpuSeconds(postmaster: number): number | undefined {
  const own = statusOf(postmaster)
  if (own === undefined) return undefined
  const children = childrenOf(postmaster).reduce((sum, child) => sum + child.ownTicks, 0)
  return (own.ownTicks + own.endedChildrenTicks + children) / ticksPerSecond
}

function memoryKb(postmaster: number): number | undefined {
  const pids = [postmaster, ...childrenOf(postmaster).map(({ pid }) => pid)]
  const sizes = pids.map((pid) => /^Pss:\s+(\d+) kB$/m.exec(readProc(`${String(pid)}/smaps_rollup`) ?? '')?.[1])
  const known = sizes.filter((size) => size !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, size) => sum + Number(size), 0)
}

interface ProcessStatus {
  readonly pid: number
  readonly parent: number
  readonly ownTicks: number
  readonly endedChildrenTicks: number
}

function childrenOf(postmaster: number): ProcessStatus[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => statusOf(Number(pid)) ?? []).filter(({ parent }) => parent === postmaster)
}

/** The fields of `/proc/PID/stat` after the name, which stands in brackets and may hold anything. */
function statusOf(pid: number): ProcessStatus | undefined {
  const text = readProc(`${String(pid)}/stat`)
  if (text === undefined) return undefined
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const field = (number: number): number => Number(fields[number - 3])
  return { pid, parent: field(4), ownTicks: field(14) + field(15), endedChildrenTicks: field(16) + field(17) }
}

/** A process may end between being listed and being read; and only Linux has these files. */
function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8')
  } catch {
    return undefined
  }
}
