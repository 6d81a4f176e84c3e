import { z } from 'zod'
import { request } from './request.ts'

const decimalText = z.string().regex(/^-?\d+(?:\.\d+)?$/)
const money = z.object({ amount: decimalText, currency: z.string() })
const amounts = z.object({
  description: z.string(),
  quantity: decimalText,
  unitPrice: decimalText,
  amount: decimalText,
  currency: z.string(),
})

const statement = z.object({
  clientName: z.string(),
  lines: z.array(
    amounts.extend({
      servicePeriod: z.object({ start: z.string(), end: z.string() }),
      change: z.enum(['new', 'changed', 'unchanged', 'part-month', 'correction']),
      why: z.string(),
    }),
  ),
  ended: z.array(amounts),
  totals: z.array(money),
  previousTotals: z.array(money),
})
export type Statement = z.infer<typeof statement>
export type StatementLine = Statement['lines'][number]

function addressOf(month: string, clientId: string): string {
  return `/months/${month}/clients/${encodeURIComponent(clientId)}/statement`
}

/** What a client was billed for a month, what changed and why, without our costs. */
export function getStatement(month: string, clientId: string): Promise<Statement> {
  return request(addressOf(month, clientId), statement)
}

/** Where a browser gets it as a PDF. */
export function statementPdfAddress(month: string, clientId: string): string {
  return `/api/v1${addressOf(month, clientId)}.pdf`
}
