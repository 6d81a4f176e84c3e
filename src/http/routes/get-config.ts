import { z } from 'zod'
import { listBillingConfigVersions } from '../../store/billing-configs.ts'
import { withOrganization } from '../../store/database.ts'
import { configTextAnswer, toConfigTextAnswer } from '../contract/config.ts'
import { endpoint } from '../endpoint.ts'

export const getConfig = endpoint(
  {
    method: 'get',
    path: '/config',
    summary: 'The newest version of the billing config with its text; null where there is none yet',
    needs: 'viewer',
    answer: z.object({ current: configTextAnswer.nullable() }),
  },
  async ({ caller: { context } }) => {
    const { database, organization } = context
    const versions = await withOrganization(database, organization.id, (tx) => listBillingConfigVersions(tx))
    const newest = versions.at(-1)
    return { current: newest === undefined ? null : toConfigTextAnswer(newest) }
  },
)
