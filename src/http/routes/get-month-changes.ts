import { z } from 'zod'
import { currentRuns } from '../../app/find-run.ts'
import { monthFigures } from '../../app/overview/month-changes.ts'
import { readReview } from '../../app/run/read-review.ts'
import { changeCauses } from '../../billing/change-by-cause.ts'
import { billingMonth } from '../../domain/period.ts'
import { decimalText, monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const getMonthChanges = endpoint(
  {
    method: 'get',
    path: '/months/{month}/changes',
    summary: 'The lines that make the difference from last month, of one cause or of all',
    needs: 'viewer',
    params: monthParams,
    query: z.object({ cause: z.enum(changeCauses).optional() }),
    answer: z.object({
      changes: z.array(
        z.object({
          cause: z.enum(changeCauses),
          runNumber: z.int(),
          clientId: z.string(),
          clientName: z.string(),
          currency: z.string(),
          lineKey: z.string().nullable(),
          description: z.string(),
          amount: decimalText,
        }),
      ),
    }),
  },
  async ({ params: { month }, query: { cause }, caller: { context } }) => {
    const { parts } = await readReview(context, await currentRuns(context, billingMonth(month)))
    const { changes } = await monthFigures(context, parts)
    const wanted = cause === undefined ? changes : changes.filter((change) => change.cause === cause)
    return { changes: wanted.map((change) => ({ ...change, lineKey: change.lineKey ?? null })) }
  },
)
