import { z } from 'zod'
import { disconnect } from '../../app/disconnect.ts'
import { connectionParams } from '../contract/connections.ts'
import { browserEndpoint } from '../endpoint.ts'

export const deleteConnection = browserEndpoint(
  {
    method: 'delete',
    path: '/connections/{id}',
    summary: 'Takes a grant back at the vendor and forgets the secrets; what was read and posted stays',
    needs: 'administrator',
    status: 200,
    params: connectionParams,
    body: z.strictObject({
      /** Forgets them even where the vendor cannot be told. */
      force: z.boolean().optional(),
    }),
    answer: z.object({ outcome: z.enum(['revoked', 'nothing-to-revoke', 'not-told']), reason: z.string().nullable() }),
  },
  async ({ params: { id }, body, tools: { adapters, keys }, http, caller: { context } }) => {
    const request = { connectionId: id, force: body.force === true }
    const { outcome, reason } = await disconnect(context, adapters, keys, request, http.req.raw.signal)
    return { outcome, reason: reason ?? null }
  },
)
