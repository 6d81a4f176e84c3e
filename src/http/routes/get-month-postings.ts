import { z } from 'zod'
import { planPostings } from '../../app/posting/plan-postings.ts'
import { billingMonth } from '../../domain/period.ts'
import { plannedTotal } from '../contract/postings.ts'
import { decimalText, monthParams } from '../contract/review.ts'
import { instant } from '../contract/session.ts'
import { endpoint } from '../endpoint.ts'

export const getMonthPostings = endpoint(
  {
    method: 'get',
    path: '/months/{month}/postings',
    summary: "How each of a month's postings stands, and what starting to post now would post",
    needs: 'viewer',
    params: monthParams,
    answer: z.object({
      toPost: z.array(plannedTotal),
      notApproved: z.int(),
      blocked: z.int(),
      ledgers: z.array(
        z.object({
          ledgerConnectionId: z.string(),
          pausedUntil: instant.nullable(),
          stoppedBecause: z.string().nullable(),
        }),
      ),
      postings: z.array(
        z.object({
          id: z.string(),
          clientId: z.string(),
          clientName: z.string(),
          ledgerConnectionId: z.string(),
          documentKind: z.enum(['invoice', 'credit-memo']),
          documentNumber: z.string().nullable(),
          documentId: z.string().nullable(),
          currency: z.string(),
          netTotal: decimalText,
          state: z.enum(['intended', 'sending', 'posted', 'rejected', 'unknown', 'queued', 'needs-person']),
          attempts: z.int(),
          failure: z.string().nullable(),
          notBefore: instant.nullable(),
          settledAt: instant.nullable(),
          voidedAt: instant.nullable(),
        }),
      ),
    }),
  },
  async ({ params: { month }, caller: { context } }) => {
    const { toPost, notApproved, blocked, companies, postings } = await planPostings(context, billingMonth(month))
    return {
      ...{ toPost: [...toPost], notApproved, blocked },
      ledgers: companies.map((company) => ({ ...company, pausedUntil: textOf(company.pausedUntil) })),
      postings: postings.map(({ approvalId: _approval, sequence: _sequence, ...posting }) => ({
        ...posting,
        notBefore: textOf(posting.notBefore),
        settledAt: textOf(posting.settledAt),
        voidedAt: textOf(posting.voidedAt),
      })),
    }
  },
)

function textOf(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
