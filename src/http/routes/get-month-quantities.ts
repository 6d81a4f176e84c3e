import { z } from 'zod'
import { monthNames } from '../../app/close/month-names.ts'
import { listQuantities } from '../../app/tie-out/list-quantities.ts'
import { billingMonth } from '../../domain/period.ts'
import { quantitiesAnswer, toQuantitiesAnswer } from '../contract/quantities.ts'
import { monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const getMonthQuantities = endpoint(
  {
    method: 'get',
    path: '/months/{month}/tie-out/quantities',
    summary: 'The quantity of each subscription by day: as snapshots saw it, by its history, and as it was invoiced',
    needs: 'viewer',
    params: monthParams,
    query: z.object({
      client: z.string().optional(),
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    answer: z.object({
      count: z.int(),
      subscriptions: z.array(quantitiesAnswer),
      /** Where to go on; null after the last. */
      next: z.int().nullable(),
    }),
  },
  async ({ params: { month }, query: { client, offset, limit }, tools: { adapters }, caller: { context } }) => {
    const period = billingMonth(month)
    const names = await monthNames(context, period)
    const all = await listQuantities(context, adapters, period)
    const wanted = all.filter(({ clientId }) => client === undefined || (clientId ?? '') === client)
    const end = offset + limit
    return {
      count: wanted.length,
      subscriptions: wanted.slice(offset, end).map((each) => toQuantitiesAnswer(each, names)),
      next: end < wanted.length ? end : null,
    }
  },
)
