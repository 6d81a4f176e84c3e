import { z } from 'zod'
import { reopenMonth } from '../../app/close/close-month.ts'
import { billingMonth } from '../../domain/period.ts'
import { monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const deleteMonthClosing = endpoint(
  {
    method: 'delete',
    path: '/months/{month}/closing',
    summary: 'Opens a closed month again; that it was closed, and on what, stays on record',
    needs: 'administrator',
    params: monthParams,
    body: z.strictObject({ reason: z.string().min(1).max(2_000) }),
  },
  ({ params: { month }, body: { reason }, caller: { context } }) =>
    reopenMonth(context, billingMonth(month), reason).then(() => undefined),
)
