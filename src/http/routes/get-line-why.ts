import { z } from 'zod'
import { requireRun } from '../../app/find-run.ts'
import { whyLine } from '../../app/why/why-line.ts'
import { clientParams } from '../contract/review.ts'
import { toWhyAnswer, whyAnswer } from '../contract/why.ts'
import { endpoint } from '../endpoint.ts'

export const getLineWhy = endpoint(
  {
    method: 'get',
    path: '/runs/{number}/clients/{clientId}/lines/{lineKey}/why',
    summary: 'Why a line is what it is: sentence, arithmetic, what was held, every basis, the price rules, evidence',
    needs: 'viewer',
    params: clientParams.extend({ lineKey: z.string() }),
    answer: whyAnswer,
  },
  async ({ params: { number, clientId, lineKey }, tools: { adapters }, caller: { context } }) => {
    const run = await requireRun(context, number)
    return toWhyAnswer(await whyLine(context, adapters, { run, clientId, lineKey }), run)
  },
)
