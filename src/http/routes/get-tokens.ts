import { z } from 'zod'
import { roles } from '../../domain/role.ts'
import { listApiTokens } from '../../store/api-tokens.ts'
import { withOrganization } from '../../store/database.ts'
import { instant } from '../contract/session.ts'
import { browserEndpoint } from '../endpoint.ts'

const token = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  scopes: z.array(z.string()),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
})

export const getTokens = browserEndpoint(
  {
    method: 'get',
    path: '/tokens',
    summary: 'The own API tokens that are in force, and the scopes that one can have',
    needs: 'viewer',
    answer: z.object({ tokens: z.array(token), scopes: z.array(z.string()) }),
  },
  async ({ caller: { context, operator }, tools: { scopes } }) => {
    const { database, organization } = context
    const all = await withOrganization(database, organization.id, (tx) =>
      listApiTokens(tx, operator.id, database.clock.now()),
    )
    const tokens = all.map(({ operatorId: _operator, ...each }) => ({
      ...each,
      scopes: [...each.scopes],
      createdAt: each.createdAt.toISOString(),
      expiresAt: each.expiresAt.toISOString(),
      lastUsedAt: each.lastUsedAt?.toISOString() ?? null,
    }))
    return { tokens, scopes: [...scopes] }
  },
)
