import { z } from 'zod'
import { withOrganization } from '../../store/database.ts'
import { hasOperators } from '../../store/operators.ts'
import { listOrganizations } from '../../store/organizations.ts'
import { openEndpoint } from '../endpoint.ts'

export const getSetup = openEndpoint(
  {
    method: 'get',
    path: '/setup',
    summary: 'Whether an organization still waits for its first administrator',
    answer: z.object({ needed: z.boolean() }),
  },
  async ({ tools: { database } }) => {
    for (const { id } of await listOrganizations(database)) {
      if (!(await withOrganization(database, id, hasOperators))) return { needed: true }
    }
    return { needed: false }
  },
)
