import type { FaultSwitches } from '../fault-switches.ts'
import { numberText, writeJson, type JsonObject } from '../json-text.ts'
import type { Order } from '../records.ts'

export function orderRow(order: Order, switches: FaultSwitches): string {
  const lineItems = order.lineItems.map((item): JsonObject => ({
    id: item.id,
    productId: item.productId,
    subscriptionId: item.subscriptionId,
    commitmentTermId: item.commitmentTermId,
    provisionStartDate: item.provisionStartDate,
    billingTerm: item.billingTerm,
    quantity: numberText(item.quantity),
  }))
  const { id, companyId, createdDate, orderedBy, orderedByUserId, orderedByUserEmail } = order
  const isScheduled = order.isScheduled ?? false
  return writeJson(
    { id, companyId, createdDate, orderedBy, orderedByUserId, orderedByUserEmail, isScheduled, lineItems },
    switches.absentFields,
  )
}
