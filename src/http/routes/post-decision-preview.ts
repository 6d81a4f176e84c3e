import { z } from 'zod'
import { previewDecision } from '../../app/close/decide-findings.ts'
import { monthNames } from '../../app/close/month-names.ts'
import { billingMonth } from '../../domain/period.ts'
import { costsOf } from '../../reconciliation/decisions/month-state.ts'
import { decisionBody, toCarry, toWhich } from '../contract/decision.ts'
import { carriedAnswer, toCarriedAnswer } from '../contract/difference.ts'
import { moneyAnswer, monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const postDecisionPreview = endpoint(
  {
    method: 'post',
    path: '/months/{month}/decisions/preview',
    summary: 'What a decision would do, with the very lines that it would put on client invoices; records nothing',
    needs: 'operator',
    status: 200,
    params: monthParams,
    body: decisionBody,
    answer: z.object({
      sha256: z.string(),
      findings: z.int(),
      cost: z.array(moneyAnswer),
      lines: z.array(carriedAnswer),
    }),
  },
  async ({ params: { month }, body, tools: { adapters }, caller: { context } }) => {
    const period = billingMonth(month)
    const request = { period, which: toWhich(body), kind: body.kind, reason: '', carry: toCarry(body) }
    const { findings, lines, sha256 } = await previewDecision(context, adapters, request)
    const names = await monthNames(context, period)
    return {
      sha256,
      findings: findings.length,
      cost: costsOf(findings).map(({ amount, currency }) => ({ amount, currency })),
      lines: lines.map((line) => toCarriedAnswer(line, names)),
    }
  },
)
