import { requestSync } from '../../app/connections/request-sync.ts'
import { connectionParams } from '../contract/connections.ts'
import { enqueuedAnswer, toEnqueuedAnswer } from '../contract/jobs.ts'
import { endpoint } from '../endpoint.ts'

export const postConnectionSyncs = endpoint(
  {
    method: 'post',
    path: '/connections/{id}/syncs',
    summary: 'Reads a distributor, or the lists of a ledger, in the background; follow the job',
    needs: 'operator',
    status: 202,
    params: connectionParams,
    answer: enqueuedAnswer,
  },
  async ({ params: { id }, tools: { adapters }, caller: { context } }) =>
    toEnqueuedAnswer(await requestSync(context, adapters, id)),
)
