import { z } from 'zod'
import { requireRun } from '../../app/find-run.ts'
import { withdrawApproval } from '../../app/withdraw-approval.ts'
import { clientParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const deleteClientApproval = endpoint(
  {
    method: 'delete',
    path: '/runs/{number}/clients/{clientId}/approval',
    summary: "Takes the approval of one client's invoice back, while nothing of it was sent",
    needs: 'approver',
    params: clientParams,
    body: z.strictObject({ reason: z.string().trim().min(1).max(2_000) }),
  },
  async ({ params: { number, clientId }, body: { reason }, caller: { context } }) => {
    await withdrawApproval(context, { run: await requireRun(context, number), clientId, reason })
    return undefined
  },
)
