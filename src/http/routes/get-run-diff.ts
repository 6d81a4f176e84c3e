import { z } from 'zod'
import { diffRuns } from '../../app/diff/diff-runs.ts'
import { requireRun } from '../../app/find-run.ts'
import { anomalyAnswer, decimalText, runAnswer, runNumber, toAnomalyAnswer, toRunAnswer } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

const figures = z.object({ quantity: decimalText, unitPrice: decimalText, amount: decimalText })
const side = z.object({ outcome: z.string(), total: decimalText })

export const getRunDiff = endpoint(
  {
    method: 'get',
    path: '/runs/{before}/diff/{after}',
    summary: 'What two runs bill differently, per client and line, and which input made it so',
    needs: 'viewer',
    params: z.object({ before: runNumber, after: runNumber }),
    answer: z.object({
      before: runAnswer,
      after: runAnswer,
      differs: z.object({ month: z.boolean(), evidence: z.boolean(), config: z.boolean(), engine: z.boolean() }),
      clients: z.array(
        z.object({
          clientId: z.string(),
          clientName: z.string(),
          currency: z.string(),
          before: side.nullable(),
          after: side.nullable(),
          change: decimalText,
          byCause: z.object({ evidence: decimalText, config: decimalText, engine: decimalText }).nullable(),
          lines: z.array(
            z.object({
              lineKey: z.string(),
              description: z.string(),
              before: figures.nullable(),
              after: figures.nullable(),
              change: decimalText,
            }),
          ),
          anomaliesGone: z.array(anomalyAnswer),
          anomaliesNew: z.array(anomalyAnswer),
        }),
      ),
    }),
  },
  async ({ params, tools, caller: { context } }) => {
    const [one, other] = [await requireRun(context, params.before), await requireRun(context, params.after)]
    const { before, after, differs, clients } = await diffRuns(context, tools.adapters, one, other)
    return {
      ...{ before: toRunAnswer(before), after: toRunAnswer(after), differs },
      clients: clients.map(({ clientId, clientName, currency, change, ...client }) => ({
        ...{ clientId, clientName, currency, change },
        before: client.before ?? null,
        after: client.after ?? null,
        byCause: client.byCause ?? null,
        lines: client.lines.map(({ lineKey, description, change: ofLine, ...line }) => ({
          ...{ lineKey, description, change: ofLine, before: line.before ?? null, after: line.after ?? null },
        })),
        anomaliesGone: client.anomaliesGone.map((one) => toAnomalyAnswer(one, [])),
        anomaliesNew: client.anomaliesNew.map((one) => toAnomalyAnswer(one, [])),
      })),
    }
  },
)
