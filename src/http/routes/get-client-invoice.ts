import { z } from 'zod'
import { bookingWords } from '../../billing/booking/booking-words.ts'
import { requireRun } from '../../app/find-run.ts'
import { readClientReview } from '../../app/run/read-review.ts'
import { openFlags } from '../../app/flags/accept-flag.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import {
  anomalyAnswer,
  clientParams,
  clientResult,
  decimalText,
  lineAnswer,
  toAnomalyAnswer,
  toClientResult,
  toLineAnswer,
} from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

const invoiceAnswer = z.object({
  kind: z.enum(['invoice', 'credit-memo']),
  currency: z.string(),
  ledgerConnectionId: z.string(),
  invoiceDate: z.iso.date(),
  lines: z.array(lineAnswer),
  total: decimalText,
  booking: z.array(z.object({ what: z.string(), value: z.string() })),
})

export const getClientInvoice = endpoint(
  {
    method: 'get',
    path: '/runs/{number}/clients/{clientId}',
    summary: "One client's invoice of a run exactly as it would post, with the body to the byte",
    needs: 'viewer',
    params: clientParams,
    answer: clientResult.extend({
      invoice: invoiceAnswer.nullable(),
      body: z.string().nullable(),
      anomalies: z.array(anomalyAnswer),
    }),
  },
  async ({ params: { number, clientId }, caller: { context } }) => {
    const run = await requireRun(context, number)
    const { row, anomalies, acceptances, approval } = await readClientReview(context, run, clientId)
    return {
      ...toClientResult(run, row, approval, openFlags(anomalies, acceptances)),
      invoice: row.invoice === undefined ? null : toInvoiceAnswer(row.invoice),
      body: row.body ?? null,
      anomalies: anomalies.map((one) => toAnomalyAnswer(one, acceptances)),
    }
  },
)

function toInvoiceAnswer(document: string): z.input<typeof invoiceAnswer> {
  const invoice = readInvoiceDocument(document)
  const { kind, currency, ledgerConnectionId, invoiceDate, lines, total } = invoice
  const booking = [...bookingWords(invoice)]
  return { kind, currency, ledgerConnectionId, invoiceDate, lines: lines.map(toLineAnswer), total, booking }
}
