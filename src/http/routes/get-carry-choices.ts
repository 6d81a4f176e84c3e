import { z } from 'zod'
import { monthNames } from '../../app/close/month-names.ts'
import { billingMonth } from '../../domain/period.ts'
import { monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

const choice = z.object({ id: z.string(), name: z.string() })

export const getCarryChoices = endpoint(
  {
    method: 'get',
    path: '/months/{month}/carry-choices',
    summary: 'To whom, and under which catalog item, a difference of the month can be carried',
    needs: 'viewer',
    params: monthParams,
    answer: z.object({ clients: z.array(choice), items: z.array(choice) }),
  },
  async ({ params: { month }, caller: { context } }) => {
    const { clients, items } = await monthNames(context, billingMonth(month))
    return { clients: toChoices(clients), items: toChoices(items) }
  },
)

function toChoices(names: ReadonlyMap<string, string>): z.input<typeof choice>[] {
  return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => (a.name < b.name ? -1 : 1))
}
