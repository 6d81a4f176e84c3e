import { formatDecimal, trimmed } from '../money/decimal.ts'
import { formatMoney } from '../money/money.ts'
import type { TimelineStep } from './timeline.ts'

/** What of a subscription changes from one step to the next. */
export type StepField =
  'quantity' | 'status' | 'product' | 'company' | 'unit cost' | 'list price' | 'billing term' | 'commitment'

export interface StepChange {
  readonly field: StepField
  /** Undefined: there was nothing before it. */
  readonly before: string | undefined
  readonly after: string
}

/** The fields of a step as text that can be compared and shown; what is not known says so. */
const fields: readonly (readonly [StepField, (step: TimelineStep) => string])[] = [
  ['quantity', quantityText],
  ['status', (step) => (step.inForce ? step.status : 'not running')],
  ['product', ({ productName, productId }) => productName ?? productId],
  ['company', ({ companyId }) => companyId],
  ['unit cost', ({ unitCost }) => (unitCost === 'unknown' ? unitCost : formatMoney(unitCost))],
  ['list price', ({ listPrice }) => (listPrice === 'unknown' ? listPrice : formatMoney(listPrice))],
  ['billing term', ({ rawBillingTerm, billingTerm }) => (rawBillingTerm === '' ? billingTerm : rawBillingTerm)],
  ['commitment', ({ commitmentTerm }) => commitmentTerm ?? 'none'],
]

/** The seats in force in a step: none while it does not run. */
export function quantityText({ inForce, quantity }: TimelineStep): string {
  if (!inForce) return '0'
  return quantity === 'unknown' ? quantity : formatDecimal(trimmed(quantity))
}

/** What differs between two steps of a subscription; of the first one that is known, its quantity and status. */
export function changesBetween(before: TimelineStep | undefined, after: TimelineStep): readonly StepChange[] {
  return fields.flatMap(([field, textOf]) => {
    const [was, is] = [before === undefined ? undefined : textOf(before), textOf(after)]
    if (was === is || (was === undefined && field !== 'quantity' && field !== 'status')) return []
    return [{ field, before: was, after: is }]
  })
}
