import { z } from 'zod'
import { approveRun } from '../../app/approve-run.ts'
import { requireRun } from '../../app/find-run.ts'
import { totalsByCurrency } from '../../app/run/totals-by-currency.ts'
import { moneyAnswer, runParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const postRunApprovals = endpoint(
  {
    method: 'post',
    path: '/runs/{number}/approvals',
    summary: "Approves exactly what was reviewed, named by the run's hash or an invoice's; posts nothing",
    needs: 'approver',
    status: 201,
    params: runParams,
    body: z.strictObject({
      hash: z.string(),
      clientIds: z.array(z.string()).min(1).optional(),
      note: z.string().max(2_000).optional(),
    }),
    answer: z.object({
      approved: z.array(z.string()),
      newly: z.int(),
      blocked: z.array(z.string()),
      replaced: z.array(z.string()),
      totals: z.array(moneyAnswer),
    }),
  },
  async ({ params: { number }, body: { hash, clientIds, note }, caller: { context } }) => {
    const run = await requireRun(context, number)
    const { approved, newly, blocked, replaced } = await approveRun(context, { run, hash, clientIds, note })
    return {
      approved: approved.map(({ clientId }) => clientId),
      newly,
      blocked: blocked.map(({ clientId }) => clientId),
      replaced: replaced.map(({ clientId }) => clientId),
      totals: [...totalsByCurrency(approved)].map(([currency, amount]) => ({ currency, amount })),
    }
  },
)
