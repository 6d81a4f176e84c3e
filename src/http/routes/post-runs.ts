import { z } from 'zod'
import { enqueueJob } from '../../app/jobs/enqueue-job.ts'
import { requireRunRequest } from '../../app/run/require-run-request.ts'
import { billingMonth } from '../../domain/period.ts'
import { enqueuedAnswer, toEnqueuedAnswer } from '../contract/jobs.ts'
import { monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const postRuns = endpoint(
  {
    method: 'post',
    path: '/runs',
    summary: 'Prepares a dry run in the background, of all clients or of some; follow the job',
    needs: 'operator',
    status: 202,
    body: monthParams.extend({ clientIds: z.array(z.string()).min(1).optional() }).strict(),
    answer: enqueuedAnswer,
  },
  async ({ body: { month, clientIds }, caller: { context } }) => {
    await requireRunRequest(context, { period: billingMonth(month), clientIds })
    const { organization, actor } = context
    const payload = { organizationId: organization.id, month, clientIds: clientIds ?? null, actor }
    return toEnqueuedAnswer(await enqueueJob(context, 'prepare-run', payload, [month, ...(clientIds ?? [])].join(' ')))
  },
)
