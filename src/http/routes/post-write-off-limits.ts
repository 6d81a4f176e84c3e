import { z } from 'zod'
import { setWriteOffLimit } from '../../app/close/write-off-limits.ts'
import { limitedRoles } from '../../domain/write-off-limit.ts'
import { decimalText } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const postWriteOffLimits = endpoint(
  {
    method: 'post',
    path: '/write-off-limits',
    summary: 'States how much a role may write off of a month in one currency, from now on',
    needs: 'administrator',
    status: 201,
    body: z.strictObject({
      role: z.enum(limitedRoles),
      currency: z.string().min(3).max(3),
      amount: decimalText,
      reason: z.string().trim().min(1, 'say why, for the record').max(2_000),
    }),
    answer: z.object({ role: z.enum(limitedRoles), currency: z.string(), amount: decimalText }),
  },
  async ({ body, caller: { context } }) => {
    const { role, currency, amount } = await setWriteOffLimit(context, body)
    return { role, currency, amount }
  },
)
