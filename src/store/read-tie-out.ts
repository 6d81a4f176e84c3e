import { z } from 'zod'
import { parseJson } from '../support/json.ts'

const period = z.strictObject({ start: z.string(), end: z.string() })
const known = z.string()
const amounts = z.array(z.strictObject({ currency: z.string(), amount: z.string() }))

const side = z.object({
  cost: known,
  quantity: known,
  quantityDays: known,
  unitCost: known.optional(),
})

const finding = z.object({
  class: z.string(),
  connectionId: z.string(),
  invoiceId: z.string().optional(),
  clientId: z.string().optional(),
  companyId: z.string().optional(),
  subscriptionId: z.string().optional(),
  productId: z.string().optional(),
  productName: z.string().optional(),
  servicePeriod: period.optional(),
  currency: z.string(),
  cost: z.string(),
  revenue: amounts,
  charged: side,
  billed: side,
  held: known,
  evidence: z.object({ chargeIds: z.array(z.string()) }),
  sentence: z.string(),
})

const classAmount = z.object({ class: z.string(), cost: z.string() })

const invoice = z.object({
  connectionId: z.string(),
  invoiceId: z.string(),
  number: z.string().optional(),
  invoiceDate: z.string(),
  treatment: z.string(),
  verdict: z.string(),
  controls: z.array(
    z.object({
      currency: z.string(),
      total: known,
      identity: z.string(),
      classes: z.array(classAmount),
      sumOfClasses: z.string(),
      unexplained: z.string(),
    }),
  ),
  findings: z.array(finding),
  toleranceRule: z.string(),
})

const tieOut = z.object({
  period,
  verdict: z.string(),
  controls: z.array(
    z.object({
      currency: z.string(),
      total: z.string(),
      classes: z.array(classAmount),
      sumOfClasses: z.string(),
      unexplained: z.string(),
    }),
  ),
  invoices: z.array(invoice),
  creditNettings: z.array(
    z.object({ creditedInvoiceId: z.string(), currency: z.string(), amount: z.string(), state: z.string() }),
  ),
  billedNotBought: z.array(finding),
  notes: z.array(z.string()),
})

/** What the papers of a month need of a tie-out as it was stored. */
export type TieOutRecord = z.output<typeof tieOut>
export type FindingRecord = z.output<typeof finding>

/** @throws {ZodError} when the text is not a stored tie-out. */
export function readTieOut(text: string): TieOutRecord {
  return tieOut.parse(parseJson(text))
}
