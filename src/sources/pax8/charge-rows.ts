import type { Charge } from '../../domain/distributor-invoice.ts'
import type { SourceProblem } from '../source.ts'
import { readPax8Date } from './dates.ts'
import type { ListedRow, ReadRows } from './listing.ts'
import { normalizeCharge, type ChargeContext } from './normalize/charge.ts'
import { idOf } from './normalize/row.ts'
import { provenConvention, type EndConvention } from '../service-period.ts'

/**
 * What an item without an id is told apart by: what it charges for, and how much. Names that can be changed later, and
 * fields that Pax8 may add, are left out, so that an item read again a year later has the same id.
 */
export const chargeContentFields: ReadonlySet<string> = new Set([
  ...['type', 'companyId', 'subscriptionId', 'productId', 'sku', 'description', 'details', 'term'],
  ...['chargeType', 'startPeriod', 'endPeriod', 'quantity', 'unitOfMeasure', 'price', 'subTotal', 'cost'],
  ...['costTotal', 'total', 'billedByPax8', 'billingFee', 'amountDue', 'currencyCode', 'salesTax'],
])

/** Reads the items of one invoice, page by page; what earlier items prove about the periods' ends holds for later ones. */
export function chargeRows(context: ChargeContext): ReadRows<Charge> {
  const votes: Record<EndConvention, number> = { exclusive: 0, inclusive: 0 }
  return (rows, problems) => {
    for (const { value } of rows) {
      const proven = conventionOf(value)
      if (proven !== undefined) votes[proven] += 1
    }
    const convention = elected(votes, context.convention)
    return rows.flatMap((row) => readCharge(row, { ...context, convention }, problems) ?? [])
  }
}

function readCharge(row: ListedRow, context: ChargeContext, problems: SourceProblem[]): Charge | undefined {
  const ownId = idOf(row.value)
  const chargeId = ownId ?? `${context.invoiceId}/${row.identity}`
  return normalizeCharge(row.value, { chargeId, context }, problems)
}

function conventionOf(value: unknown): EndConvention | undefined {
  if (typeof value !== 'object' || value === null || !('startPeriod' in value) || !('endPeriod' in value))
    return undefined
  const [start, end] = [dayOf(value.startPeriod), dayOf(value.endPeriod)]
  return start === undefined || end === undefined ? undefined : provenConvention({ start, end })
}

function dayOf(value: unknown): string | undefined {
  return typeof value === 'string' ? readPax8Date(value)?.day : undefined
}

function elected(votes: Record<EndConvention, number>, otherwise: EndConvention): EndConvention {
  if (votes.exclusive === votes.inclusive) return otherwise
  return votes.exclusive > votes.inclusive ? 'exclusive' : 'inclusive'
}
