import { z } from 'zod'
import { billingMonth } from '../../domain/period.ts'
import { withOrganization } from '../../store/database.ts'
import { listRuns } from '../../store/runs.ts'
import { monthParams, runAnswer, toRunAnswer } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const getRuns = endpoint(
  {
    method: 'get',
    path: '/runs',
    summary: 'The runs, newest first; those of one month where it is named',
    needs: 'viewer',
    query: monthParams.partial(),
    answer: z.object({ runs: z.array(runAnswer) }),
  },
  async ({ query: { month }, caller: { context } }) => {
    const period = month === undefined ? undefined : billingMonth(month)
    const { database, organization } = context
    const runs = await withOrganization(database, organization.id, (tx) => listRuns(tx, period))
    return { runs: runs.map(toRunAnswer) }
  },
)
