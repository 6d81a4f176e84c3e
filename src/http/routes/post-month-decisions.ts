import { z } from 'zod'
import { decideFindings } from '../../app/close/decide-findings.ts'
import { monthNames } from '../../app/close/month-names.ts'
import { findingId } from '../../app/close/finding-id.ts'
import { billingMonth } from '../../domain/period.ts'
import { decisionBody, toCarry, toWhich } from '../contract/decision.ts'
import { carriedAnswer, toCarriedAnswer } from '../contract/difference.ts'
import { decimalText, monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const postMonthDecisions = endpoint(
  {
    method: 'post',
    path: '/months/{month}/decisions',
    summary: 'Decides on differences of a month, on all that are named or on none',
    needs: 'operator',
    status: 201,
    params: monthParams,
    body: decisionBody.extend({
      reason: z.string().trim().min(1, 'say why, for the record').max(2_000),
      /** The hash of the preview that was looked at; refused where the decision would do something else by now. */
      preview: z.string().optional(),
    }),
    answer: z.object({
      decisions: z.array(
        z.object({
          id: z.string(),
          differenceId: z.string(),
          cost: decimalText,
          currency: z.string(),
          carried: z.array(carriedAnswer),
        }),
      ),
    }),
  },
  async ({ params: { month }, body, tools: { adapters }, caller: { context } }) => {
    const period = billingMonth(month)
    const { kind, reason, preview: previewSha256 } = body
    const request = { period, which: toWhich(body), kind, reason, carry: toCarry(body), previewSha256 }
    const made = await decideFindings(context, adapters, request)
    const names = await monthNames(context, period)
    return {
      decisions: made.map(({ id, finding: { key, finding }, carried }) => ({
        ...{ id, differenceId: findingId(key), cost: finding.cost, currency: finding.currency },
        carried: carried.map((line) => toCarriedAnswer(line, names)),
      })),
    }
  },
)
