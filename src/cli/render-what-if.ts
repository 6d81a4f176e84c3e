import type { ClientMonthEffect, MonthEffect } from '../app/what-if/compare-month.ts'
import { renderTable, shorten } from './table.ts'

const right = { align: 'right' } as const

/** What would be billed otherwise, month by month, per client and product. */
export function renderWhatIf(effects: readonly MonthEffect[]): string {
  return [...effects.map(renderMonth), 'Nothing was stored.'].join('\n\n')
}

function renderMonth({ month, clients, totals }: MonthEffect): string {
  const sums = totals.map(({ currency, now, then, change }) => `${now} → ${then} ${currency} (${signed(change)})`)
  const head = `${month}: ${sums.length === 0 ? 'no client is billed' : sums.join(', ')}`
  if (clients.length === 0) return `${head}\nNothing changes for any client.`
  const columns = [
    { title: 'client' },
    { title: 'product' },
    { title: 'now', ...right },
    { title: 'then', ...right },
    { title: 'change', ...right },
    { title: 'cost now', ...right },
    { title: 'cost then', ...right },
    { title: '' },
  ]
  return `${head}\n\n${renderTable(columns, clients.flatMap(rowsOf))}`
}

function rowsOf(client: ClientMonthEffect): string[][] {
  const { clientName, currency, now, then, change, outcomeNow, outcomeThen, products } = client
  const becomes = outcomeNow === outcomeThen ? '' : `${outcomeNow} → ${outcomeThen}`
  return [
    [shorten(clientName, 32), '', now, then, signed(change), '', '', `${currency} ${becomes}`.trim()],
    ...products.map((product) => [
      '',
      shorten(product.itemName, 32),
      product.now,
      product.then,
      signed(product.change),
      product.costNow,
      product.costThen,
      '',
    ]),
  ]
}

function signed(change: string): string {
  return change.startsWith('-') || /^0+(\.0+)?$/.test(change) ? change : `+${change}`
}
