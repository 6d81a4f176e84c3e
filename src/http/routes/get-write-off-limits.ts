import { z } from 'zod'
import { showWriteOffLimits } from '../../app/close/write-off-limits.ts'
import { limitedRoles } from '../../domain/write-off-limit.ts'
import { decimalText } from '../contract/review.ts'
import { instant } from '../contract/session.ts'
import { endpoint } from '../endpoint.ts'

export const getWriteOffLimits = endpoint(
  {
    method: 'get',
    path: '/write-off-limits',
    summary: 'How much each role may write off of a month, by currency; an administrator has no limit',
    needs: 'viewer',
    answer: z.object({
      limits: z.array(
        z.object({
          role: z.enum(limitedRoles),
          currency: z.string(),
          amount: decimalText,
          reason: z.string(),
          setBy: z.string(),
          setAt: instant,
        }),
      ),
    }),
  },
  async ({ caller: { context } }) => ({
    limits: (await showWriteOffLimits(context)).map((limit) => ({ ...limit, setAt: limit.setAt.toISOString() })),
  }),
)
