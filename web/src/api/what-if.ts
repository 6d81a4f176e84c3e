import { z } from 'zod'
import { request } from './request.ts'

const decimalText = z.string().regex(/^-?\d+(?:\.\d+)?$/)
const known = z.union([decimalText, z.literal('unknown')])

const product = z.object({
  itemId: z.string(),
  itemName: z.string(),
  now: decimalText,
  then: decimalText,
  change: decimalText,
  costNow: known,
  costThen: known,
})
const client = z.object({
  clientId: z.string(),
  clientName: z.string(),
  currency: z.string(),
  outcomeNow: z.string(),
  outcomeThen: z.string(),
  now: decimalText,
  then: decimalText,
  change: decimalText,
  products: z.array(product),
})
const effect = z.object({
  month: z.string(),
  clients: z.array(client),
  totals: z.array(z.object({ currency: z.string(), now: decimalText, then: decimalText, change: decimalText })),
})
export type WhatIfEffect = z.infer<typeof effect>

/** A month as it is and as it would be; stores nothing. */
export function askWhatIf(month: string, suppositions: readonly string[]): Promise<WhatIfEffect> {
  return request('/what-if', effect, { method: 'POST', body: { month, suppositions } })
}
