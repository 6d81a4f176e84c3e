import { monthNames } from '../../app/close/month-names.ts'
import { showMonth } from '../../app/close/show-month.ts'
import { billingMonth } from '../../domain/period.ts'
import { monthParams } from '../contract/review.ts'
import { tieOutAnswer, toTieOutAnswer } from '../contract/tie-out.ts'
import { endpoint } from '../endpoint.ts'

export const getMonthTieOut = endpoint(
  {
    method: 'get',
    path: '/months/{month}/tie-out',
    summary:
      "The distributors' invoices of a month against its client invoices: by class, by client, and what keeps it open",
    needs: 'viewer',
    params: monthParams,
    answer: tieOutAnswer,
  },
  async ({ params: { month }, tools: { adapters }, caller: { context } }) => {
    const period = billingMonth(month)
    return toTieOutAnswer(await showMonth(context, adapters, period), await monthNames(context, period))
  },
)
