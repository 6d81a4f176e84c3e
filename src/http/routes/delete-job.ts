import { z } from 'zod'
import { cancelJob } from '../../app/jobs/cancel-job.ts'
import { endpoint } from '../endpoint.ts'

export const deleteJob = endpoint(
  {
    method: 'delete',
    path: '/jobs/{id}',
    summary: 'Cancels a job that waits or is at work',
    needs: 'operator',
    params: z.object({ id: z.uuid() }),
  },
  async ({ params: { id }, caller: { context } }) => {
    await cancelJob(context, id)
    return undefined
  },
)
