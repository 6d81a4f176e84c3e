import { z } from 'zod'
import { enqueueJob } from '../../app/jobs/enqueue-job.ts'
import { requirePlanAsShown } from '../../app/posting/plan-postings.ts'
import { billingMonth } from '../../domain/period.ts'
import { enqueuedAnswer, toEnqueuedAnswer } from '../contract/jobs.ts'
import { plannedTotal } from '../contract/postings.ts'
import { monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const postMonthPostings = endpoint(
  {
    method: 'post',
    path: '/months/{month}/postings',
    summary: 'Posts what is approved, in the background, if it is what the caller was shown; goes on with what is open',
    needs: 'approver',
    status: 202,
    params: monthParams,
    body: z.strictObject({ toPost: z.array(plannedTotal) }),
    answer: enqueuedAnswer,
  },
  async ({ params: { month }, body: { toPost }, caller: { context } }) => {
    const run = await requirePlanAsShown(context, billingMonth(month), toPost)
    const payload = { organizationId: context.organization.id, run, actor: context.actor }
    return toEnqueuedAnswer(await enqueueJob(context, 'post-run', payload, `run ${String(run)}`))
  },
)
