import { csvTable } from '../../support/csv-table.ts'
import type { MonthEffect } from './compare-month.ts'

const header = [
  'month',
  'client',
  'name',
  'currency',
  'item',
  'item_name',
  'now',
  'then',
  'change',
  'cost_now',
  'cost_then',
  'outcome_then',
]

/** A row for each month, client and item on which something changes, with a header. */
export function effectsCsv(effects: readonly MonthEffect[]): string {
  const rows = effects.flatMap(({ month, clients }) =>
    clients.flatMap(({ clientId, clientName, currency, outcomeThen, products }) =>
      products.map(({ itemId, itemName, now, then, change, costNow, costThen }) => [
        ...[month, clientId, clientName, currency, itemId, itemName],
        ...[now, then, change, costNow, costThen, outcomeThen],
      ]),
    ),
  )
  return csvTable(header, rows)
}
