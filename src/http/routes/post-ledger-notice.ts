import { z } from 'zod'
import { takeNotice } from '../../app/ledger-notices/take-notice.ts'
import { openEndpoint } from '../endpoint.ts'

export const postLedgerNotice = openEndpoint(
  {
    method: 'post',
    path: '/ledger-notices/{organizationId}/{connectionId}',
    summary: 'Takes a notice of a ledger that something changed there; its signature says who sends it',
    status: 200,
    params: z.object({ organizationId: z.uuid(), connectionId: z.string().max(100) }),
    answer: z.object({ status: z.literal('taken') }),
  },
  async ({ params, tools, http }) => {
    // The signature is over the very bytes.
    const body = new Uint8Array(await http.req.arrayBuffer())
    await takeNotice(tools, { ...params, header: (name) => http.req.header(name), body })
    return { status: 'taken' as const }
  },
)
