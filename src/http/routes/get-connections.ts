import { z } from 'zod'
import { showConnections } from '../../app/connections/show-connections.ts'
import { connectionAnswer, toConnectionAnswer } from '../contract/connections.ts'
import { endpoint } from '../endpoint.ts'

export const getConnections = endpoint(
  {
    method: 'get',
    path: '/connections',
    summary: 'Every distributor and ledger that is connected, with its health, what last went well, and its limits',
    needs: 'viewer',
    answer: z.object({ connections: z.array(connectionAnswer) }),
  },
  async ({ tools: { adapters, keys }, caller: { context } }) => ({
    connections: (await showConnections(context, adapters, keys)).map(toConnectionAnswer),
  }),
)
