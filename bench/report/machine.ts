import { cpus, loadavg, platform, release, totalmem } from 'node:os'

/** Where and when something was measured. */
export interface Machine {
  readonly date: string
  readonly processor: string
  readonly cores: number
  readonly memoryGb: number
  readonly system: string
  readonly node: string
  /** How many processes wanted a core, on average of the last minute: more than the cores means that others worked too. */
  readonly load: string
}

export function describeMachine(now: Date): Machine {
  const [first] = cpus()
  return {
    date: now.toISOString().slice(0, 10),
    processor: first?.model ?? 'unknown processor',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `${platform()} ${release()}`,
    node: process.version,
    load: (loadavg()[0] ?? 0).toFixed(1),
  }
}

export function machineLine({ processor, cores, memoryGb, system, node, date }: Machine): string {
  return `${processor}, ${String(cores)} cores, ${String(memoryGb)} GB, ${system}, Node ${node}, ${date}`
}
