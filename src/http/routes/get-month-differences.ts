import { z } from 'zod'
import { listDifferences } from '../../app/close/list-differences.ts'
import { monthNames } from '../../app/close/month-names.ts'
import { showMonth } from '../../app/close/show-month.ts'
import { billingMonth } from '../../domain/period.ts'
import { differenceAnswer, toDifferenceAnswer } from '../contract/difference.ts'
import { monthParams, moneyAnswer } from '../contract/review.ts'
import { varianceClassAnswer } from '../contract/tie-out.ts'
import { endpoint } from '../endpoint.ts'

const stateFilter = z.enum(['undecided', 'open', 'changed', 'decided', 'later', 'settled'])

export const getMonthDifferences = endpoint(
  {
    method: 'get',
    path: '/months/{month}/tie-out/differences',
    summary: 'What the tie-out found, by class, state, client or words; what ties out as well',
    needs: 'viewer',
    params: monthParams,
    query: z.object({
      class: varianceClassAnswer.optional(),
      state: stateFilter.optional(),
      client: z.string().optional(),
      text: z.string().max(200).optional(),
      order: z.enum(['money', 'client']).default('money'),
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    answer: z.object({
      /** The tie-out that they are of; another one may have other differences at the same place. */
      sha256: z.string(),
      count: z.int(),
      cost: z.array(moneyAnswer),
      differences: z.array(differenceAnswer),
      /** Where to go on; null after the last. */
      next: z.int().nullable(),
    }),
  },
  async ({ params: { month }, query, tools: { adapters }, caller: { context } }) => {
    const period = billingMonth(month)
    const names = await monthNames(context, period)
    const { sha256, state } = await showMonth(context, adapters, period)
    const { offset, limit, client: clientId, ...filter } = query
    const { found, cost } = listDifferences(state.findings, { ...filter, clientId }, names)
    const end = offset + limit
    return {
      sha256,
      count: found.length,
      cost: cost.map(({ amount, currency }) => ({ amount, currency })),
      differences: found.slice(offset, end).map((each) => toDifferenceAnswer(each, names)),
      next: end < found.length ? end : null,
    }
  },
)
