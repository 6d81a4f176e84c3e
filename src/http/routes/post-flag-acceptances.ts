import { z } from 'zod'
import { acceptFlag } from '../../app/flags/accept-flag.ts'
import { billingMonth } from '../../domain/period.ts'
import { monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const postFlagAcceptances = endpoint(
  {
    method: 'post',
    path: '/months/{month}/flags/acceptances',
    summary: 'Lets one flag stand, this once, with a reason; what blocks is refused',
    needs: 'operator',
    status: 201,
    params: monthParams,
    body: z.strictObject({ clientId: z.string().nullable(), flag: z.string().max(100), reason: z.string().max(2000) }),
    answer: z.object({ id: z.string() }),
  },
  async ({ params: { month }, body: { clientId, flag, reason }, caller: { context } }) => ({
    id: await acceptFlag(context, { period: billingMonth(month), clientId: clientId ?? undefined, flag, reason }),
  }),
)
