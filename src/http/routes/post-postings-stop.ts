import { z } from 'zod'
import { stopPosting } from '../../app/posting/stop-posting.ts'
import { endpoint } from '../endpoint.ts'

export const postPostingsStop = endpoint(
  {
    method: 'post',
    path: '/postings/stop',
    summary: 'Stops all who post before their next invoice; what is on its way comes to its end',
    needs: 'operator',
    status: 200,
    answer: z.object({ ledgers: z.array(z.string()), cancelledJobs: z.int() }),
  },
  async ({ caller: { context } }) => {
    const { ledgers, cancelledJobs } = await stopPosting(context)
    return { ledgers: [...ledgers], cancelledJobs }
  },
)
