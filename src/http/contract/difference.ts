import { z } from 'zod'
import type { MonthNames } from '../../app/close/month-names.ts'
import { findingId } from '../../app/close/finding-id.ts'
import { readCarriedLines } from '../../app/close/carried-text.ts'
import { decisionKinds, type CarriedLine } from '../../domain/decision.ts'
import type { StatedFinding } from '../../reconciliation/decisions/month-state.ts'
import type { FindingSide } from '../../reconciliation/tie-out.ts'
import { varianceClassWords } from '../../reconciliation/variance-class.ts'
import type { StoredDecision } from '../../store/decisions.ts'
import { decimalText, moneyAnswer } from './review.ts'
import { instant } from './session.ts'
import { varianceClassAnswer } from './tie-out.ts'

export const decisionKindAnswer = z.enum(decisionKinds)
export const known = z.union([decimalText, z.literal('unknown')])
export const daysAnswer = z.object({ start: z.iso.date(), end: z.iso.date() })

const sideAnswer = z.object({ cost: known, quantity: known, quantityDays: known, unitCost: known.nullable() })

export const carriedAnswer = z.object({
  clientId: z.string(),
  clientName: z.string(),
  itemName: z.string(),
  description: z.string(),
  servicePeriod: daysAnswer,
  amount: decimalText,
  currency: z.string(),
  cost: decimalText,
  costCurrency: z.string(),
  /** The first billing period that may take it begins on this day. */
  from: z.iso.date(),
})

const decisionAnswer = z.object({
  id: z.string(),
  kind: decisionKindAnswer,
  cost: decimalText,
  currency: z.string(),
  reason: z.string(),
  by: z.string(),
  at: instant,
  carried: z.array(carriedAnswer),
})

export const differenceAnswer = z.object({
  id: z.string(),
  class: varianceClassAnswer,
  classLabel: z.string(),
  nextStep: z.string(),
  state: z.enum(['settled', 'decided', 'changed', 'open', 'later']),
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  companyId: z.string().nullable(),
  subscriptionId: z.string().nullable(),
  productName: z.string().nullable(),
  servicePeriod: daysAnswer.nullable(),
  currency: z.string(),
  /** Our cost that falls into the class; negative: less was charged than client lines carry. */
  cost: decimalText,
  charged: sideAnswer,
  billed: sideAnswer,
  held: known,
  revenue: z.array(moneyAnswer),
  documentNumbers: z.array(z.string()),
  caveats: z.array(z.string()),
  sentence: z.string(),
  decision: decisionAnswer.nullable(),
  dispute: z.object({ state: z.enum(['awaited', 'credited']), creditedOn: z.string().nullable() }).nullable(),
})

export function toDifferenceAnswer(
  stated: StatedFinding<StoredDecision>,
  names: MonthNames,
): z.input<typeof differenceAnswer> {
  const { key, finding, state, decision, dispute } = stated
  const { label, nextStep } = varianceClassWords[finding.class]
  const { companyId, subscriptionId, productName, productId, clientId, servicePeriod } = finding
  const numbers = finding.evidence.invoiceLines.flatMap(({ documentNumber }) => documentNumber ?? [])
  return {
    id: findingId(key),
    ...{ class: finding.class, classLabel: label, nextStep, state, cost: finding.cost, currency: finding.currency },
    clientId: clientId ?? null,
    clientName: clientId === undefined ? null : (names.clients.get(clientId) ?? clientId),
    companyId: companyId ?? null,
    subscriptionId: subscriptionId ?? null,
    productName: productName ?? productId ?? null,
    servicePeriod: servicePeriod ?? null,
    charged: toSideAnswer(finding.charged),
    billed: toSideAnswer(finding.billed),
    held: finding.held,
    revenue: finding.revenue.map(({ amount, currency }) => ({ amount, currency })),
    documentNumbers: [...new Set(numbers)],
    caveats: [...finding.caveats],
    sentence: finding.sentence,
    decision: decision === undefined ? null : toDecisionAnswer(decision, names),
    dispute:
      dispute === undefined
        ? null
        : { state: dispute.state, creditedOn: dispute.state === 'credited' ? dispute.credit.words : null },
  }
}

function toSideAnswer({ cost, quantity, quantityDays, unitCost }: FindingSide): z.input<typeof sideAnswer> {
  return { cost, quantity, quantityDays, unitCost: unitCost ?? null }
}

function toDecisionAnswer(decision: StoredDecision, names: MonthNames): z.input<typeof decisionAnswer> {
  const { id, kind, cost, currency, reason, decidedBy, decidedAt, carried } = decision
  const lines = carried === undefined ? [] : readCarriedLines(carried)
  return {
    ...{ id, kind, cost, currency, reason, by: decidedBy, at: decidedAt.toISOString() },
    carried: lines.map((line) => toCarriedAnswer(line, names)),
  }
}

export function toCarriedAnswer(line: CarriedLine, names: MonthNames): z.input<typeof carriedAnswer> {
  const { clientId, itemId, description, servicePeriod, amount, currency, cost, costCurrency, from } = line
  return {
    ...{ clientId, clientName: names.clients.get(clientId) ?? clientId, itemName: names.items.get(itemId) ?? itemId },
    ...{ description, servicePeriod, amount, currency, cost, costCurrency, from },
  }
}
