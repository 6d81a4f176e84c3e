import { z } from 'zod'
import { optional } from './optional.ts'
import { request } from './request.ts'

const run = z.object({
  number: z.number().int(),
  month: z.string(),
  state: z.enum(['preparing', 'ready', 'failed']),
  sha256: optional(z.string()),
  configVersion: z.number().int(),
  engineVersion: z.string(),
  requestedBy: z.string(),
  createdAt: z.string(),
  clients: optional(z.array(z.string())),
})
export type Run = z.infer<typeof run>

/** The runs of all months, newest first. */
export async function getRuns(): Promise<readonly Run[]> {
  return (await request('/runs', z.object({ runs: z.array(run) }))).runs
}

const figures = optional(z.object({ quantity: z.string(), unitPrice: z.string(), amount: z.string() }))
const side = optional(z.object({ outcome: z.string(), total: z.string() }))
const flag = z.object({ code: z.string(), severity: z.string(), message: z.string() })

const runDiff = z.object({
  before: run,
  after: run,
  differs: z.object({ month: z.boolean(), evidence: z.boolean(), config: z.boolean(), engine: z.boolean() }),
  clients: z.array(
    z.object({
      clientId: z.string(),
      clientName: z.string(),
      currency: z.string(),
      before: side,
      after: side,
      change: z.string(),
      byCause: optional(z.object({ evidence: z.string(), config: z.string(), engine: z.string() })),
      lines: z.array(
        z.object({ lineKey: z.string(), description: z.string(), before: figures, after: figures, change: z.string() }),
      ),
      anomaliesGone: z.array(flag),
      anomaliesNew: z.array(flag),
    }),
  ),
})
export type RunDiff = z.infer<typeof runDiff>
export type ClientDiff = RunDiff['clients'][number]

/** What two runs bill differently, and which input made it so. */
export function getRunDiff(before: number, after: number): Promise<RunDiff> {
  return request(`/runs/${String(before)}/diff/${String(after)}`, runDiff)
}
