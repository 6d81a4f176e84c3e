import { z } from 'zod'
import { takeBackAcceptance } from '../../app/flags/accept-flag.ts'
import { billingMonth } from '../../domain/period.ts'
import { monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const deleteFlagAcceptance = endpoint(
  {
    method: 'delete',
    path: '/months/{month}/flags/acceptances/{id}',
    summary: 'Takes the acceptance of a flag back, with a reason; it stays on record',
    needs: 'operator',
    params: monthParams.extend({ id: z.uuid() }),
    body: z.strictObject({ reason: z.string().max(2000) }),
  },
  async ({ params: { month, id }, body: { reason }, caller: { context } }) => {
    await takeBackAcceptance(context, { period: billingMonth(month), id, reason })
    return undefined
  },
)
