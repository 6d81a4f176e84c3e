import { z } from 'zod'
import { describeClockSkew } from '../../app/clock-skew.ts'
import { answerConsent } from '../../app/connections/consent-on-page.ts'
import { checkAnswer } from '../contract/connections.ts'
import { browserEndpoint } from '../endpoint.ts'

export const postConsentAnswer = browserEndpoint(
  {
    method: 'post',
    path: '/connections/consents/answer',
    summary:
      'Connects with the address that the browser was sent back to; where it reaches several companies, asks which',
    needs: 'administrator',
    body: z.strictObject({ address: z.string().max(5000), company: z.string().max(500).optional() }),
    answer: z.object({
      connection: z.string(),
      /** Null while a company is to be chosen. */
      connected: checkAnswer.nullable(),
      companies: z.array(z.string()),
    }),
  },
  async ({ body, tools: { adapters, keys }, http, caller: { context } }) => {
    const answer = { callbackAddress: body.address, company: body.company }
    const outcome = await answerConsent(context, adapters, keys, answer, http.req.raw.signal)
    const { connectionId: connection } = outcome
    if (outcome.kind === 'choose') return { connection, connected: null, companies: [...outcome.companies] }
    const { company, notes, clockSkewSeconds } = outcome.check
    const { words } = describeClockSkew(clockSkewSeconds, connection)
    return { connection, connected: { account: company, notes: [...notes], clock: words }, companies: [] }
  },
)
