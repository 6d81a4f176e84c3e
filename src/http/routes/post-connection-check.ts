import { z } from 'zod'
import { examineNamedConnection } from '../../app/connections/examine-named-connection.ts'
import { connectionParams, findingAnswer, toFindingAnswer } from '../contract/connections.ts'
import { endpoint } from '../endpoint.ts'

export const postConnectionCheck = endpoint(
  {
    method: 'post',
    path: '/connections/{id}/check',
    summary: 'Asks the distributor or ledger now: its account, our rights there, and its clock',
    needs: 'operator',
    status: 200,
    params: connectionParams,
    answer: z.object({ findings: z.array(findingAnswer) }),
  },
  async ({ params: { id }, tools: { adapters, keys }, http, caller: { context } }) => {
    const tools = { adapters, keys, callsOutside: true, signal: http.req.raw.signal }
    return { findings: (await examineNamedConnection(context, id, tools)).map(toFindingAnswer) }
  },
)
