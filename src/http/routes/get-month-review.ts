import { z } from 'zod'
import { currentRuns } from '../../app/find-run.ts'
import { openFlags } from '../../app/flags/accept-flag.ts'
import { approvalsByInvoice, readReview } from '../../app/run/read-review.ts'
import { totalsByCurrency } from '../../app/run/totals-by-currency.ts'
import { billingMonth } from '../../domain/period.ts'
import { groupBy } from '../../support/group-by.ts'
import {
  anomalyAnswer,
  clientResult,
  moneyAnswer,
  monthParams,
  runAnswer,
  toAnomalyAnswer,
  toClientResult,
  toRunAnswer,
} from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const getMonthReview = endpoint(
  {
    method: 'get',
    path: '/months/{month}/review',
    summary: 'What counts of a month: the newest result of each client, and all that is flagged',
    needs: 'viewer',
    params: monthParams,
    answer: z.object({
      runs: z.array(runAnswer),
      totals: z.array(moneyAnswer),
      clients: z.array(clientResult),
      anomalies: z.array(anomalyAnswer),
    }),
  },
  async ({ params: { month }, caller: { context } }) => {
    const { parts, approvals, acceptances } = await readReview(context, await currentRuns(context, billingMonth(month)))
    const approvalOf = approvalsByInvoice(approvals)
    const ready = parts.flatMap(({ invoices }) => invoices.filter(({ outcome }) => outcome === 'ready'))
    return {
      runs: parts.map(({ run }) => toRunAnswer(run)),
      totals: [...totalsByCurrency(ready)].map(([currency, amount]) => ({ currency, amount })),
      clients: parts.flatMap(({ run, invoices, anomalies }) => {
        const own = groupBy(openFlags(anomalies, acceptances), ({ clientId }) => clientId ?? '')
        return invoices.map((row) => toClientResult(run, row, approvalOf(row), own.get(row.clientId) ?? []))
      }),
      anomalies: parts.flatMap(({ anomalies }) => anomalies.map((one) => toAnomalyAnswer(one, acceptances))),
    }
  },
)
