import { z } from 'zod'
import { listJobsWithProgress } from '../../app/jobs/list-jobs-with-progress.ts'
import { jobAnswer, toJobAnswer } from '../contract/jobs.ts'
import { endpoint } from '../endpoint.ts'

export const getJobs = endpoint(
  {
    method: 'get',
    path: '/jobs',
    summary: 'What runs in the background, how far it is and what became of it, newest first',
    needs: 'viewer',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1000).default(50),
      id: z.uuid().optional(),
    }),
    answer: z.object({ jobs: z.array(jobAnswer) }),
  },
  async ({ query, caller: { context } }) => ({ jobs: (await listJobsWithProgress(context, query)).map(toJobAnswer) }),
)
