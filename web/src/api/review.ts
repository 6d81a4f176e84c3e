import { z } from 'zod'
import { optional } from './optional.ts'
import { request } from './request.ts'

const decimalText = z.string().regex(/^-?\d+(?:\.\d+)?$/)
const money = z.object({ amount: decimalText, currency: z.string() })
const days = z.object({ start: z.string(), end: z.string() })

export const anomaly = z.object({
  code: z.string(),
  severity: z.enum(['blocking', 'warning', 'note']),
  clientId: optional(z.string()),
  subject: z.object({ kind: z.string(), id: z.string() }),
  message: z.string(),
  nextStep: z.string(),
  atStake: optional(money),
  id: z.string(),
  acceptance: optional(z.object({ id: z.string(), by: z.string(), at: z.string(), reason: z.string() })),
})
export type Anomaly = z.infer<typeof anomaly>

const clientResult = z.object({
  runNumber: z.number().int(),
  clientId: z.string(),
  clientName: z.string(),
  outcome: z.enum(['ready', 'blocked', 'nothing-to-bill', 'already-billed']),
  currency: optional(z.string()),
  total: optional(decimalText),
  previousTotal: optional(decimalText),
  lineCount: z.number().int(),
  sha256: optional(z.string()),
  approval: optional(z.object({ by: z.string(), at: z.string(), note: optional(z.string()) })),
  flags: z.object({ blocking: z.number(), warning: z.number(), note: z.number() }),
})
export type ClientResult = z.infer<typeof clientResult>

const review = z.object({
  runs: z.array(z.object({ number: z.number().int(), sha256: optional(z.string()) })),
  totals: z.array(money),
  clients: z.array(clientResult),
  anomalies: z.array(anomaly),
})
export type Review = z.infer<typeof review>

const invoiceLine = z.object({
  lineKey: z.string(),
  description: z.string(),
  servicePeriod: days,
  quantity: decimalText,
  unitPrice: decimalText,
  amount: decimalText,
  source: z.string(),
  was: optional(z.object({ quantity: decimalText, unitPrice: decimalText, amount: decimalText })),
})
export type InvoiceLine = z.infer<typeof invoiceLine>

const clientInvoice = clientResult.extend({
  invoice: optional(
    z.object({
      kind: z.enum(['invoice', 'credit-memo']),
      currency: z.string(),
      ledgerConnectionId: z.string(),
      lines: z.array(invoiceLine),
      total: decimalText,
    }),
  ),
  body: optional(z.string()),
  anomalies: z.array(anomaly),
})
export type ClientInvoice = z.infer<typeof clientInvoice>

/** The runs, newest first. */
export async function getRuns(): Promise<readonly { readonly month: string }[]> {
  const { runs } = await request('/runs', z.object({ runs: z.array(z.object({ month: z.string() })) }))
  return runs
}

/** What counts of a month: each client's newest result. */
export function getReview(month: string): Promise<Review> {
  return request(`/months/${month}/review`, review)
}

/** One client's invoice exactly as it would post. */
export function getClientInvoice(runNumber: number, clientId: string): Promise<ClientInvoice> {
  return request(`/runs/${String(runNumber)}/clients/${encodeURIComponent(clientId)}`, clientInvoice)
}

const approved = z.object({ approved: z.array(z.string()) })

/** Approves one invoice by its hash: what was shown is what is approved. */
export async function approveInvoice(runNumber: number, hash: string, note: string): Promise<void> {
  const body = { hash, ...(note.trim() === '' ? {} : { note }) }
  await request(`/runs/${String(runNumber)}/approvals`, approved, { method: 'POST', body })
}

/** Approves some clients' invoices of a run, named by its hash. */
export async function approveClients(
  runNumber: number,
  hash: string,
  { clientIds, note }: { readonly clientIds: readonly string[]; readonly note: string },
): Promise<void> {
  const body = { hash, clientIds, ...(note.trim() === '' ? {} : { note }) }
  await request(`/runs/${String(runNumber)}/approvals`, approved, { method: 'POST', body })
}

/** Takes an approval back, while nothing of it was sent. */
export async function withdrawApproval(runNumber: number, clientId: string, reason: string): Promise<void> {
  const path = `/runs/${String(runNumber)}/clients/${encodeURIComponent(clientId)}/approval`
  await request(path, z.undefined(), { method: 'DELETE', body: { reason } })
}
