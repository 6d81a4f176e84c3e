import type { Sample } from './report.ts'
import type { ServerResources } from './server-resources.ts'

/** Runs the work once, and takes its wall-clock and processor time, the database server's beside ours. */
export async function measure<Result>(
  work: () => Promise<Result> | Result,
  server?: ServerResources,
): Promise<{ readonly result: Result; readonly sample: Sample }> {
  const serverBefore = server?.cpuSeconds()
  const cpuBefore = process.cpuUsage()
  const started = performance.now()
  const result = await work()
  const seconds = (performance.now() - started) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  const serverAfter = server?.cpuSeconds()
  const isKnown = serverBefore !== undefined && serverAfter !== undefined
  const serverCpuSeconds = isKnown ? serverAfter - serverBefore : undefined
  return { result, sample: { seconds, cpuSeconds: (cpu.user + cpu.system) / 1_000_000, serverCpuSeconds } }
}

/** The most memory that this process has held so far, in MB of 1,048,576 bytes. */
export function peakMemoryMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}
