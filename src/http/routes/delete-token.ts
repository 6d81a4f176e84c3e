import { z } from 'zod'
import { endApiToken } from '../../app/operators/api-tokens.ts'
import { browserEndpoint } from '../endpoint.ts'

export const deleteToken = browserEndpoint(
  {
    method: 'delete',
    path: '/tokens/{id}',
    summary: 'End one of the own API tokens',
    needs: 'viewer',
    params: z.object({ id: z.uuid() }),
  },
  async ({ params: { id }, caller: { context, operator } }) => {
    await endApiToken(context, { id, operatorId: operator.id })
    return undefined
  },
)
