import { z } from 'zod'
import { requireRun } from '../../app/find-run.ts'
import { readClientReview } from '../../app/run/read-review.ts'
import { explainLine } from '../../billing/explain.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import { NotFound } from '../../support/failure.ts'
import { clientParams, lineAnswer, toLineAnswer } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

const explanation = z.object({
  sentence: z.string(),
  rows: z.array(z.object({ what: z.string(), working: z.string(), result: z.string(), source: z.string() })),
})

export const getLineWhy = endpoint(
  {
    method: 'get',
    path: '/runs/{number}/clients/{clientId}/lines/{lineKey}/why',
    summary: 'Why a line is what it is: the sentence, then the arithmetic down to the cent',
    needs: 'viewer',
    params: clientParams.extend({ lineKey: z.string() }),
    answer: z.object({ currency: z.string(), line: lineAnswer, explanation }),
  },
  async ({ params: { number, clientId, lineKey }, caller: { context } }) => {
    const { row } = await readClientReview(context, await requireRun(context, number), clientId)
    const invoice = row.invoice === undefined ? undefined : readInvoiceDocument(row.invoice)
    const line = invoice?.lines.find((one) => one.lineKey === lineKey)
    if (invoice === undefined || line === undefined) {
      throw new NotFound(`The invoice of "${clientId}" in run ${String(number)} has no line "${lineKey}".`)
    }
    const { sentence, rows } = explainLine(line, invoice.currency)
    return { currency: invoice.currency, line: toLineAnswer(line), explanation: { sentence, rows: [...rows] } }
  },
)
