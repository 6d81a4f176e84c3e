import type { SourceProblem, UsageLine, UsageSummary } from '../../source.ts'
import { usageLineWire, usageSummaryWire } from '../wire.ts'
import { openRow } from './row.ts'

/** `currentCharges` is the client's side, `partnerTotal` ours. Nothing in a summary says which month it counts. */
export function normalizeUsageSummary(
  value: unknown,
  subscriptionId: string,
  problems: SourceProblem[],
): UsageSummary | undefined {
  const opened = openRow(usageSummaryWire, value, { noun: 'Usage summary', problems })
  if (opened === undefined) return undefined
  const { row, fields } = opened
  const named = fields.text('subscriptionId')
  if (named !== undefined && named !== subscriptionId) {
    const sentence = `is of subscription ${named.slice(0, 60)}, not of ${subscriptionId}; it was left out.`
    fields.tellAbout('not-asked-for', 'subscriptionId', sentence)
    return undefined
  }
  const currency = fields.currency('currencyCode')
  return {
    usageSummaryId: row.id,
    subscriptionId,
    companyId: fields.text('companyId'),
    productId: fields.text('productId'),
    resourceGroup: fields.text('resourceGroup'),
    cost: fields.money('partnerTotal', currency),
    listAmount: fields.money('currentCharges', currency),
    trial: fields.flag('isTrial'),
  }
}

/** What usage lines were asked for: Pax8 demands one call per summary and day. */
export interface UsageDay {
  readonly usageSummaryId: string
  readonly usageDate: string
}

export function normalizeUsageLine(value: unknown, day: UsageDay, problems: SourceProblem[]): UsageLine | undefined {
  const noun = `Usage line of summary ${day.usageSummaryId} on ${day.usageDate}`
  const opened = openRow(usageLineWire, value, { noun, problems })
  if (opened === undefined) return undefined
  const { fields } = opened
  const usageDate = fields.date('usageDate') ?? day.usageDate
  const usageSummaryId = fields.text('usageSummaryId') ?? day.usageSummaryId
  if (usageDate !== day.usageDate || usageSummaryId !== day.usageSummaryId) {
    const sentence = `is of summary ${usageSummaryId.slice(0, 60)} on ${usageDate}; it was left out.`
    fields.tellAbout('not-asked-for', 'usageDate', sentence)
    return undefined
  }
  const currency = fields.currency('currencyCode')
  return {
    usageSummaryId,
    usageDate,
    productId: fields.text('productId'),
    productName: fields.text('productName'),
    unitOfMeasure: fields.text('unitOfMeasure'),
    quantity: fields.decimal('quantity'),
    cost: fields.money('partnerTotal', currency),
    listAmount: fields.money('currentCharges', currency),
  }
}
