import { z } from 'zod'
import { roles } from '../../domain/role.ts'
import { withOrganization } from '../../store/database.ts'
import { listOperators } from '../../store/operators.ts'
import { browserEndpoint } from '../endpoint.ts'
import { instant } from '../contract/session.ts'

const user = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  createdAt: instant,
  createdBy: z.string(),
  disabledAt: instant.nullable(),
  version: z.int(),
})

export const getUsers = browserEndpoint(
  {
    method: 'get',
    path: '/users',
    summary: 'Who may sign in',
    needs: 'administrator',
    answer: z.object({ users: z.array(user) }),
  },
  async ({ caller: { context } }) => {
    const operators = await withOrganization(context.database, context.organization.id, listOperators)
    return {
      users: operators.map(({ createdAt, disabledAt, ...operator }) => ({
        ...operator,
        createdAt: createdAt.toISOString(),
        disabledAt: disabledAt?.toISOString() ?? null,
      })),
    }
  },
)
