import { z } from 'zod'
import { withdrawDecisions } from '../../app/close/withdraw-decision.ts'
import { billingMonth } from '../../domain/period.ts'
import { monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const deleteMonthDecisions = endpoint(
  {
    method: 'delete',
    path: '/months/{month}/decisions',
    summary: 'Takes decisions back, all that are named or none; that they were made stays on record',
    needs: 'operator',
    params: monthParams,
    body: z.strictObject({
      /** Their own ids: one that another operator has taken back and made anew is another decision. */
      decisions: z.array(z.guid()).min(1).max(10_000),
      reason: z.string().trim().min(1, 'say why, for the record').max(2_000),
    }),
  },
  async ({ params: { month }, body: { decisions, reason }, tools: { adapters }, caller: { context } }) => {
    await withdrawDecisions(context, adapters, billingMonth(month), decisions, reason)
    return undefined
  },
)
