import { z } from 'zod'
import { listBillingConfigVersions } from '../../store/billing-configs.ts'
import { withOrganization } from '../../store/database.ts'
import { configVersionAnswer, toConfigVersionAnswer } from '../contract/config.ts'
import { endpoint } from '../endpoint.ts'

export const getConfigVersions = endpoint(
  {
    method: 'get',
    path: '/config/versions',
    summary: 'Every version of the billing config, newest first: from when it applies, who applied it and when',
    needs: 'viewer',
    answer: z.object({ versions: z.array(configVersionAnswer) }),
  },
  async ({ caller: { context } }) => {
    const { database, organization } = context
    const versions = await withOrganization(database, organization.id, (tx) => listBillingConfigVersions(tx))
    return { versions: versions.map(toConfigVersionAnswer).reverse() }
  },
)
