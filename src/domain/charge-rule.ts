import type { Charge, ChargeKind } from './distributor-invoice.ts'
import type { PlainDate } from './plain-date.ts'

/** What a rule can decide by itself: nothing that is lost for good, and nothing that somebody has to follow up. */
export const ruleKinds = ['accept', 'carry', 'credit-client', 'internal-use'] as const

export type RuleKind = (typeof ruleKinds)[number]

/** What a condition can be on, in the order from the widest to the narrowest. */
export const conditionFields = ['type', 'vendor', 'company', 'product', 'sku', 'description'] as const

export type ConditionField = (typeof conditionFields)[number]

/** What a charge must be, each exactly as the distributor writes it; what is left out may be anything. */
export interface ChargeConditions {
  readonly connectionId: string
  readonly type?: ChargeKind
  readonly vendor?: string
  readonly company?: string
  readonly product?: string
  readonly sku?: string
  readonly description?: string
}

/** A decision on charges of one kind, remembered from a month on until it is taken back. */
export interface ChargeRule {
  readonly id: string
  readonly name: string
  readonly conditions: ChargeConditions
  readonly kind: RuleKind
  /** First day of the first month that it decides in. */
  readonly from: PlainDate
}

/** What a charge is in a condition's terms; undefined: the distributor does not say. */
export function conditionOf(field: ConditionField, charge: Charge, vendorName: string | undefined): string | undefined {
  switch (field) {
    case 'type':
      return charge.kind
    case 'vendor':
      return vendorName
    case 'company':
      return charge.companyId
    case 'product':
      return charge.productId
    case 'sku':
      return charge.sku
    case 'description':
      return charge.description === '' ? undefined : charge.description
  }
}

export function isAbout(conditions: ChargeConditions, charge: Charge, vendorName: string | undefined): boolean {
  if (charge.connectionId !== conditions.connectionId) return false
  return conditionFields.every((field) => {
    const wanted = conditions[field]
    return wanted === undefined || wanted === conditionOf(field, charge, vendorName)
  })
}

/** `type service-charge, description "Platform fee"`: as a list shows it. */
export function conditionsInWords(conditions: ChargeConditions): string {
  return conditionFields
    .flatMap((field) => {
      const value = conditions[field]
      if (value === undefined) return []
      return `${field} ${field === 'type' ? value : JSON.stringify(value)}`
    })
    .join(', ')
}
