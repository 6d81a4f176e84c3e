import { showClient } from '../../app/clients/show-client.ts'
import { clientAnswer, oneClientParams, toClientAnswer } from '../contract/client.ts'
import { endpoint } from '../endpoint.ts'

export const getClient = endpoint(
  {
    method: 'get',
    path: '/clients/{id}',
    summary: 'A client: its config by date, twelve months with cost and margin, what is flagged, what was noted',
    needs: 'viewer',
    params: oneClientParams,
    answer: clientAnswer,
  },
  async ({ params: { id }, caller: { context } }) => toClientAnswer(await showClient(context, id)),
)
