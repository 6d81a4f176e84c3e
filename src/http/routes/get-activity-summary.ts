import { z } from 'zod'
import { examineActivity } from '../../app/doctor/examine-activity.ts'
import { listActivityNames } from '../../store/activity.ts'
import { withOrganization } from '../../store/database.ts'
import { endpoint } from '../endpoint.ts'

export const getActivitySummary = endpoint(
  {
    method: 'get',
    path: '/activity/summary',
    summary: 'Whether the chain of the log is whole, checked now, and which actors and actions it names',
    needs: 'viewer',
    answer: z.object({
      chain: z.object({ isWhole: z.boolean(), message: z.string() }),
      actors: z.array(z.string()),
      actions: z.array(z.string()),
    }),
  },
  async ({ caller: { context } }) => {
    const { state, message } = await examineActivity(context)
    const { actors, actions } = await withOrganization(context.database, context.organization.id, listActivityNames)
    return { chain: { isWhole: state === 'good', message }, actors: [...actors], actions: [...actions] }
  },
)
