import { z } from 'zod'
import { monthNames } from '../../app/close/month-names.ts'
import { showDifference, type ShownDifference } from '../../app/close/show-difference.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import { billingMonth } from '../../domain/period.ts'
import { formatDecimal, trimmed } from '../../money/decimal.ts'
import { formatAmount } from '../../money/money.ts'
import { daysAnswer, differenceAnswer, known, toDifferenceAnswer } from '../contract/difference.ts'
import { decimalText, moneyAnswer, monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

const chargeAnswer = z.object({
  chargeId: z.string(),
  kind: z.string(),
  description: z.string(),
  companyName: z.string().nullable(),
  subscriptionId: z.string().nullable(),
  servicePeriod: daysAnswer.nullable(),
  quantity: known,
  unitCost: known,
  cost: known,
  currency: z.string(),
})

const clientLineAnswer = z.object({
  clientId: z.string(),
  documentNumber: z.string().nullable(),
  month: z.iso.date(),
  description: z.string(),
  servicePeriod: daysAnswer,
  quantity: decimalText,
  unitPrice: decimalText,
  amount: decimalText,
  cost: known,
  currency: z.string(),
})

export const getMonthDifference = endpoint(
  {
    method: 'get',
    path: '/months/{month}/tie-out/differences/{id}',
    summary: 'One difference with the lines of both sides behind it, and what to write to the distributor about it',
    needs: 'viewer',
    params: monthParams.extend({ id: z.string() }),
    answer: z.object({
      difference: differenceAnswer,
      charges: z.array(chargeAnswer),
      clientLines: z.array(clientLineAnswer),
      /** What the client lines bill for the supply compared. */
      revenue: z.array(moneyAnswer),
      disputeText: z.string(),
    }),
  },
  async ({ params: { month, id }, tools: { adapters }, caller: { context } }) => {
    const period = billingMonth(month)
    const { stated, charges, lines, revenue, disputeText } = await showDifference(context, adapters, period, id)
    return {
      difference: toDifferenceAnswer(stated, await monthNames(context, period)),
      charges: charges.map(toChargeAnswer),
      clientLines: lines.map(toClientLineAnswer),
      revenue: revenue.map(({ amount, currency }) => ({ amount, currency })),
      disputeText,
    }
  },
)

function toChargeAnswer(charge: Charge): z.input<typeof chargeAnswer> {
  const { chargeId, rawKind, description, companyName, subscriptionId, servicePeriod, currency } = charge
  const { quantity, unitCost, cost } = charge
  return {
    ...{ chargeId, kind: rawKind, description, currency },
    companyName: companyName ?? null,
    subscriptionId: subscriptionId ?? null,
    servicePeriod: servicePeriod ?? null,
    quantity: quantity === 'unknown' ? quantity : formatDecimal(trimmed(quantity)),
    unitCost: unitCost === 'unknown' ? unitCost : formatAmount(unitCost),
    cost: cost === 'unknown' ? cost : formatAmount(cost),
  }
}

function toClientLineAnswer({ posting, line }: ShownDifference['lines'][number]): z.input<typeof clientLineAnswer> {
  const { description, servicePeriod, quantity, unitPrice, amount, cost } = line
  return {
    ...{ clientId: posting.clientId, documentNumber: posting.documentNumber ?? null, month: posting.period.start },
    ...{ description, servicePeriod, quantity, unitPrice, amount, cost, currency: posting.currency },
  }
}
