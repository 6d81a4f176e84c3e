import { z } from 'zod'

/** The answer to a posted document. The hash proves that these bytes were stored, and not some others. */
export const receiptSchema = z.object({
  id: z.string().min(1).max(500),
  sha256: z.string(),
  version: z.string().max(500).optional(),
})

/** A document as the endpoint holds it; `document` is read by the published schema. */
export const heldSchema = z.object({
  id: z.string().min(1).max(500),
  document: z.unknown(),
  version: z.string().max(500).optional(),
  voided: z.boolean().default(false),
})

export type HeldDocument = z.output<typeof heldSchema>

export const listSchema = z.object({ documents: z.array(heldSchema) })

export const changesSchema = z.object({
  documents: z.array(heldSchema),
  deleted: z.array(z.object({ id: z.string(), documentKind: z.enum(['invoice', 'credit-memo']) })).default([]),
})

const active = z.boolean().default(true)
const optional = z
  .string()
  .optional()
  .transform((text) => text)

/** What the endpoint tells of itself. A list that is not in it takes any name. */
export const companySchema = z.object({
  company: z.string().optional(),
  customers: z
    .array(z.object({ id: z.string().min(1), name: optional, active, currency: optional, email: optional }))
    .optional(),
  items: z.array(z.object({ id: z.string().min(1), name: optional, active })).optional(),
})
