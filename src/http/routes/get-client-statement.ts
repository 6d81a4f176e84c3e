import { z } from 'zod'
import type { ClientStatement } from '../../app/statement/client-statement.ts'
import { showStatement } from '../../app/statement/show-statement.ts'
import { billingMonth, formatMonth } from '../../domain/period.ts'
import { decimalText, moneyAnswer, monthParams } from '../contract/review.ts'
import { daysAnswer } from '../contract/difference.ts'
import { endpoint } from '../endpoint.ts'

export const statementParams = monthParams.extend({ clientId: z.string() })

const amounts = z.object({
  description: z.string(),
  quantity: decimalText,
  unitPrice: decimalText,
  amount: decimalText,
  currency: z.string(),
})

const statementAnswer = z.object({
  month: z.string(),
  clientName: z.string(),
  documents: z.array(
    z.object({
      kind: z.enum(['invoice', 'credit-memo']),
      date: z.iso.date(),
      currency: z.string(),
      total: decimalText,
    }),
  ),
  lines: z.array(
    amounts.extend({
      servicePeriod: daysAnswer,
      change: z.enum(['new', 'changed', 'unchanged', 'part-month', 'correction']),
      why: z.string(),
    }),
  ),
  ended: z.array(amounts),
  totals: z.array(moneyAnswer),
  previousTotals: z.array(moneyAnswer),
})

export const getClientStatement = endpoint(
  {
    method: 'get',
    path: '/months/{month}/clients/{clientId}/statement',
    summary: 'What a client was billed for a month, what changed and why, without our costs',
    needs: 'viewer',
    params: statementParams,
    answer: statementAnswer,
  },
  async ({ params: { month, clientId }, caller: { context } }) =>
    toAnswer(await showStatement(context, billingMonth(month), clientId)),
)

function toAnswer(statement: ClientStatement): z.input<typeof statementAnswer> {
  const { clientName, period, documents, lines, ended, totals, previousTotals } = statement
  return {
    ...{ month: formatMonth(period), clientName, documents: [...documents], lines: [...lines] },
    ...{ ended: [...ended], totals: [...totals], previousTotals: [...previousTotals] },
  }
}
