import { z } from 'zod'
import { enqueued, type Enqueued } from './jobs.ts'
import { optional } from './optional.ts'
import { request } from './request.ts'

const plannedTotal = z.object({ currency: z.string(), invoices: z.number().int(), amount: z.string() })
export type PlannedTotal = z.infer<typeof plannedTotal>

const posting = z.object({
  id: z.string(),
  clientId: z.string(),
  clientName: z.string(),
  ledgerConnectionId: z.string(),
  documentKind: z.enum(['invoice', 'credit-memo']),
  documentNumber: optional(z.string()),
  documentId: optional(z.string()),
  currency: z.string(),
  netTotal: z.string(),
  state: z.enum(['intended', 'sending', 'posted', 'rejected', 'unknown', 'queued', 'needs-person']),
  attempts: z.number().int(),
  failure: optional(z.string()),
  notBefore: optional(z.string()),
  settledAt: optional(z.string()),
  voidedAt: optional(z.string()),
})
export type Posting = z.infer<typeof posting>

const monthPostings = z.object({
  toPost: z.array(plannedTotal),
  notApproved: z.number().int(),
  blocked: z.number().int(),
  ledgers: z.array(
    z.object({
      ledgerConnectionId: z.string(),
      pausedUntil: optional(z.string()),
      stoppedBecause: optional(z.string()),
    }),
  ),
  postings: z.array(posting),
})
export type MonthPostings = z.infer<typeof monthPostings>

export function getPostings(month: string): Promise<MonthPostings> {
  return request(`/months/${month}/postings`, monthPostings)
}

/** Posts what is approved, if it is still what was shown. */
export function startPosting(month: string, toPost: readonly PlannedTotal[]): Promise<Enqueued> {
  return request(`/months/${month}/postings`, enqueued, { method: 'POST', body: { toPost } })
}

export async function stopPosting(): Promise<void> {
  await request('/postings/stop', z.object({ ledgers: z.array(z.string()) }), { method: 'POST', body: {} })
}
