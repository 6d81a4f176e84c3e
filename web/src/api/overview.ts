import { z } from 'zod'
import { finding } from './connections.ts'
import { optional } from './optional.ts'
import { request } from './request.ts'

const need = z.object({
  code: z.string(),
  severity: z.enum(['blocking', 'warning', 'note']),
  clientId: optional(z.string()),
  clientName: optional(z.string()),
  message: z.string(),
  nextStep: z.string(),
  atStake: optional(z.object({ amount: z.string(), currency: z.string() })),
})
export type Need = z.infer<typeof need>

const causes = [
  ...(['seats-added', 'seats-removed', 'new-line', 'ended', 'price', 'proration'] as const),
  ...(['true-up', 'carried', 'manual', 'other'] as const),
] as const
const cause = z.enum(causes)
export type ChangeCause = z.infer<typeof cause>

const figures = z.object({
  currency: z.string(),
  toInvoice: z.string(),
  lastMonth: z.string(),
  clients: z.number().int(),
  cost: z.string(),
  margin: z.string(),
  unknownLines: z.number().int(),
  unknownBilled: z.string(),
  causes: z.array(z.object({ cause, amount: z.string(), lines: z.number().int() })),
})
export type CurrencyFigures = z.infer<typeof figures>

const overview = z.object({
  month: z.string(),
  run: optional(z.object({ number: z.number().int(), createdAt: z.string(), requestedBy: z.string() })),
  runIsOld: optional(z.string()),
  counts: z.object({
    ready: z.number().int(),
    approved: z.number().int(),
    blocked: z.number().int(),
    unmapped: z.number().int(),
    postings: z.record(z.string(), z.number().int()),
  }),
  figures: z.array(figures),
  needsYou: z.array(need),
  comingUp: z.array(need),
  health: z.array(finding),
  closed: optional(z.object({ at: z.string(), by: z.string() })),
})
export type Overview = z.infer<typeof overview>

export function getOverview(month: string): Promise<Overview> {
  return request(`/months/${month}/overview`, overview)
}

const change = z.object({
  cause,
  runNumber: z.number().int(),
  clientId: z.string(),
  clientName: z.string(),
  currency: z.string(),
  lineKey: optional(z.string()),
  description: z.string(),
  amount: z.string(),
})
export type MonthChange = z.infer<typeof change>

/** The lines behind one bar of the waterfall. */
export async function getChanges(month: string, of: ChangeCause): Promise<readonly MonthChange[]> {
  return (await request(`/months/${month}/changes?cause=${of}`, z.object({ changes: z.array(change) }))).changes
}

const tieOutGlance = z.object({
  verdict: z.enum(['ties-out', 'differs', 'could-not-be-checked']),
  arrivals: z.array(z.object({ state: z.enum(['there', 'not-out-yet', 'overdue']), words: z.string() })),
  obstacles: z.array(z.object({ words: z.string() })),
  gaps: z.array(z.string()),
  currencies: z.array(z.object({ currency: z.string(), total: z.string(), unexplained: z.string() })),
  states: z.object({ open: z.number(), changed: z.number(), decided: z.number() }),
})
export type TieOutGlance = z.infer<typeof tieOutGlance>

/** What the steps need of the tie-out; it may take seconds, so it is asked for apart. */
export function getTieOutGlance(month: string): Promise<TieOutGlance> {
  return request(`/months/${month}/tie-out`, tieOutGlance)
}
