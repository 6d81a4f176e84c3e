import { makeTieOut } from '../../app/close/make-tie-out.ts'
import { monthNames } from '../../app/close/month-names.ts'
import { billingMonth } from '../../domain/period.ts'
import { monthParams } from '../contract/review.ts'
import { tieOutAnswer, toTieOutAnswer } from '../contract/tie-out.ts'
import { endpoint } from '../endpoint.ts'

export const postMonthTieOut = endpoint(
  {
    method: 'post',
    path: '/months/{month}/tie-out',
    summary: 'Ties a month out as of now, and lets the remembered rules decide, on record as theirs',
    needs: 'operator',
    params: monthParams,
    answer: tieOutAnswer,
  },
  async ({ params: { month }, tools: { adapters }, caller: { context } }) => {
    const period = billingMonth(month)
    return toTieOutAnswer(await makeTieOut(context, adapters, period), await monthNames(context, period))
  },
)
