import { monthAtAGlance } from '../../app/overview/month-at-a-glance.ts'
import { billingMonth } from '../../domain/period.ts'
import { overviewAnswer, toOverviewAnswer } from '../contract/overview.ts'
import { monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const getMonthOverview = endpoint(
  {
    method: 'get',
    path: '/months/{month}/overview',
    summary: 'How far the closing of a month is, what it comes to, and what waits for somebody',
    needs: 'viewer',
    params: monthParams,
    answer: overviewAnswer,
  },
  async ({ params: { month }, tools, caller: { context } }) =>
    toOverviewAnswer(await monthAtAGlance(context, tools.adapters, billingMonth(month))),
)
