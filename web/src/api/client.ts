import { z } from 'zod'
import { diffLine } from './config.ts'
import { optional } from './optional.ts'
import { request } from './request.ts'
import { anomaly } from './review.ts'

const decimalText = z.string().regex(/^-?\d+(?:\.\d+)?$/)

const month = z.object({
  month: z.string(),
  currency: z.string(),
  billed: decimalText,
  cost: decimalText,
  margin: decimalText,
  unknownLines: z.number().int(),
  unknownBilled: decimalText,
  documents: z.array(z.object({ documentNumber: optional(z.string()), state: z.string() })),
})
export type ClientMonth = z.infer<typeof month>

const configVersion = z.object({
  version: z.number().int(),
  effectiveFrom: z.string(),
  recordedAt: z.string(),
  recordedBy: z.string(),
  excerpt: optional(z.string()),
  hunks: z.array(z.array(diffLine)),
})
export type ClientConfigVersion = z.infer<typeof configVersion>

const client = z.object({
  clientId: z.string(),
  name: z.string(),
  config: z.array(configVersion),
  months: z.array(month),
  run: optional(z.object({ number: z.number().int(), month: z.string() })),
  flags: z.array(anomaly),
  notes: z.array(z.object({ at: z.string(), by: z.string(), text: z.string() })),
})
export type Client = z.infer<typeof client>

export function getClient(id: string): Promise<Client> {
  return request(`/clients/${encodeURIComponent(id)}`, client)
}

export async function noteClient(id: string, text: string): Promise<void> {
  await request(`/clients/${encodeURIComponent(id)}/notes`, z.undefined(), { method: 'POST', body: { text } })
}
