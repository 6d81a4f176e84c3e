import { z } from 'zod'
import { createApiToken } from '../../app/operators/api-tokens.ts'
import { OperatorRefused } from '../../app/operators/operator-failures.ts'
import { roles } from '../../domain/role.ts'
import { instant } from '../contract/session.ts'
import { browserEndpoint } from '../endpoint.ts'

export const postTokens = browserEndpoint(
  {
    method: 'post',
    path: '/tokens',
    summary: 'Make an API token; the answer is the only time that it is told',
    needs: 'viewer',
    status: 201,
    body: z.strictObject({
      name: z.string().max(200),
      role: z.enum(roles),
      scopes: z.array(z.string().max(100)).min(1).max(200),
      days: z.int().min(1).max(366),
    }),
    answer: z.object({ id: z.string(), token: z.string(), expiresAt: instant }),
  },
  async ({ body, caller: { context, operator }, tools: { scopes } }) => {
    const unknown = body.scopes.find((scope) => !scopes.includes(scope))
    if (unknown !== undefined) throw new OperatorRefused(`There is no scope "${unknown}"; GET /tokens lists them.`)
    const { id, token, expiresAt } = await createApiToken(context, operator, body)
    return { id, token, expiresAt: expiresAt.toISOString() }
  },
)
