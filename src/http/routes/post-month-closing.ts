import { z } from 'zod'
import { closeMonth } from '../../app/close/close-month.ts'
import { billingMonth } from '../../domain/period.ts'
import { monthParams } from '../contract/review.ts'
import { closingAnswer, toClosingAnswer } from '../contract/tie-out.ts'
import { endpoint } from '../endpoint.ts'

export const postMonthClosing = endpoint(
  {
    method: 'post',
    path: '/months/{month}/closing',
    summary: 'Closes a month, at 0.00 unexplained and with each difference decided; nothing of it changes then',
    needs: 'approver',
    status: 201,
    params: monthParams,
    body: z.strictObject({
      /** The tie-out that was looked at; refused where another one is current. */
      tieOut: z.string(),
      note: z.string().max(2_000).optional(),
    }),
    answer: closingAnswer,
  },
  async ({ params: { month }, body: { tieOut: tieOutSha256, note }, tools: { adapters }, caller: { context } }) =>
    toClosingAnswer(await closeMonth(context, adapters, { period: billingMonth(month), note, tieOutSha256 })),
)
