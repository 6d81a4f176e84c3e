import { z } from 'zod'
import { request } from './request.ts'

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined)
const decimalText = z.string().regex(/^-?\d+(?:\.\d+)?$/)
const knownDecimal = z.union([decimalText, z.literal('unknown')])
const days = z.object({ start: z.string(), end: z.string() })
export type Days = z.infer<typeof days>

export const change = z.object({ field: z.string(), before: optional(z.string()), after: z.string() })
export type Change = z.infer<typeof change>

const course = z.object({
  connectionId: z.string(),
  subscriptionId: z.string(),
  productName: z.string(),
  days,
  steps: z.array(z.object({ days, quantity: knownDecimal })),
  events: z.array(
    z.object({
      day: z.string(),
      changes: z.array(change),
      window: optional(z.object({ notBefore: z.string(), notAfter: z.string() })),
      evidence: z.array(z.object({ kind: z.string(), recordedAt: z.string() })),
    }),
  ),
  billed: z.array(z.object({ days, quantity: knownDecimal })),
})
export type Course = z.infer<typeof course>

const price = z.object({
  rule: z.string(),
  since: optional(z.string()),
  words: z.string(),
  unitCost: knownDecimal,
  listPrice: knownDecimal,
  unitPrice: decimalText,
  beaten: z.array(z.object({ rule: z.string(), words: z.string() })),
})
export type Price = z.infer<typeof price>

const month = z.object({
  month: z.string(),
  lines: z.array(
    z.object({
      documentNumber: optional(z.string()),
      description: z.string(),
      quantity: decimalText,
      unitPrice: decimalText,
      amount: decimalText,
      currency: z.string(),
    }),
  ),
  totals: z.array(z.object({ amount: decimalText, currency: z.string() })),
})
export type LineMonth = z.infer<typeof month>

const why = z.object({
  clientId: z.string(),
  clientName: z.string(),
  currency: z.string(),
  line: z.object({ description: z.string(), amount: decimalText, servicePeriod: days }),
  explanation: z.object({
    sentence: z.string(),
    rows: z.array(z.object({ what: z.string(), working: z.string(), result: z.string(), source: z.string() })),
  }),
  basis: z.string(),
  basisRule: z.string(),
  bases: z.array(z.object({ basis: z.string(), quantity: knownDecimal, amount: knownDecimal, isInForce: z.boolean() })),
  price: optional(price),
  courses: z.array(course),
  evidence: z.array(z.object({ kind: z.string(), id: z.string(), words: z.string(), recordedAt: z.string() })),
  months: z.array(month),
  madeBy: z.object({
    run: z.number().int(),
    month: z.string(),
    runSha256: optional(z.string()),
    invoiceSha256: optional(z.string()),
    configVersion: z.number().int(),
    engineVersion: z.string(),
    asOf: z.string(),
    evidenceUntil: z.string(),
  }),
})
export type Why = z.infer<typeof why>

/** One line of one client's invoice in a run. */
export interface LineName {
  readonly runNumber: number
  readonly clientId: string
  readonly lineKey: string
}

/** Why a line is what it is. */
export function getWhy({ runNumber, clientId, lineKey }: LineName): Promise<Why> {
  const client = `/runs/${String(runNumber)}/clients/${encodeURIComponent(clientId)}`
  return request(`${client}/lines/${encodeURIComponent(lineKey)}/why`, why)
}
