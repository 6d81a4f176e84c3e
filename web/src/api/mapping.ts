import { z } from 'zod'
import { request } from './request.ts'

const decimalText = z.string().regex(/^-?\d+(?:\.\d+)?$/)
const kinds = z.enum(['client', 'product', 'ledger-customer', 'ledger-item'])
export type GapKind = z.infer<typeof kinds>

/** What is done about a gap. The server made it or checks it; to the page it is a thing to hand back. */
const choice = z.looseObject({ kind: kinds })
export type MappingChoice = z.infer<typeof choice>

const gap = z.object({
  kind: kinds,
  id: z.string(),
  name: z.string(),
  place: z.string(),
  subject: z.record(z.string(), z.string()),
  subscriptions: z.number().int(),
  monthlyCosts: z.array(z.object({ amount: decimalText, currency: z.string() })),
  hasUnknownCost: z.boolean(),
  suggestions: z.array(z.object({ choice, target: z.string(), reasons: z.array(z.string()) })),
  isAmbiguous: z.boolean(),
})
export type MappingGap = z.infer<typeof gap>

const named = z.array(z.object({ id: z.string(), name: z.string() }))
const mappings = z.object({
  configVersion: z.number().int(),
  held: z.number().int(),
  gaps: z.array(gap),
  targets: z.object({
    clients: named,
    items: named,
    ledgers: z.array(z.object({ id: z.string(), customers: named, items: named })),
  }),
  ignored: z.array(z.object({ what: z.string(), reason: z.string() })),
})
export type Mappings = z.infer<typeof mappings>

export function getMappings(): Promise<Mappings> {
  return request('/mappings', mappings)
}

/** The newest config's text with these mappings made; stores nothing. */
export function proposeMapping(basedOn: number, choices: readonly MappingChoice[]) {
  return request('/mappings/proposal', z.object({ yaml: z.string(), basedOn: z.number().int() }), {
    method: 'POST',
    body: { basedOn, choices },
  })
}
