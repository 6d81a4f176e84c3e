import type { Order, SourceProblem } from '../../source.ts'
import type { FieldReader } from '../field-reader.ts'
import { orderLineWire, orderWire } from '../wire.ts'
import { openRow } from './row.ts'

/** An order is evidence only: dated to the day, and there are none for removals. */
export function normalizeOrder(value: unknown, problems: SourceProblem[]): Order | undefined {
  const opened = openRow(orderWire, value, { noun: 'Order', problems })
  if (opened === undefined) return undefined
  const { row, fields } = opened
  const createdDate = fields.date('createdDate')
  if (createdDate === undefined) {
    fields.tellAbout('record-unreadable', 'createdDate', 'has no usable date, so it was kept raw only.')
    return undefined
  }
  return { orderId: row.id, companyId: row.companyId, createdDate, lines: orderLines(fields, row.id, problems) }
}

function orderLines(order: FieldReader, orderId: string, problems: SourceProblem[]): Order['lines'] {
  const values = order.raw('lineItems')
  if (!Array.isArray(values)) {
    order.tellAbout('missing-value', 'lineItems', 'has no list of line items; what was ordered is unknown.')
    return []
  }
  return values.flatMap((value) => {
    const opened = openRow(orderLineWire, value, { noun: `Line of order ${orderId}`, problems })
    if (opened === undefined) return []
    const { fields } = opened
    return {
      subscriptionId: fields.text('subscriptionId'),
      productId: fields.text('productId'),
      quantity: fields.decimal('quantity'),
    }
  })
}
