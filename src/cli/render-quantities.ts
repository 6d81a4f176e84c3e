import { addDays } from '../domain/plain-date.ts'
import type { Period } from '../domain/period.ts'
import type { QuantityComparison, SubscriptionQuantities } from '../reconciliation/quantities.ts'
import { renderTable } from './table.ts'

const right = { align: 'right' } as const

/** What the distributor's own witnesses say against each other; empty where nothing was compared. */
export function renderDrift({ agreeing, notCompared, drifting, gaps }: QuantityComparison, most: number): string {
  if (agreeing + notCompared + drifting.length === 0) return ''
  const head = `Quantities observed, by history and invoiced: ${count(agreeing)} the same all month, ${String(drifting.length)} with drift, ${String(notCompared)} not compared.`
  const more = drifting.length > most ? [`… and ${String(drifting.length - most)} more (--quantities lists all)`] : []
  const table = drifting.length === 0 ? [] : [renderQuantities(drifting.slice(0, most), 'drift')]
  return [head, ...gaps, ...table, ...more].join('\n')
}

function count(subscriptions: number): string {
  return `${String(subscriptions)} ${subscriptions === 1 ? 'subscription' : 'subscriptions'}`
}

/** Side by side, a row for each stretch of days. @param which `drift`: only the days on which they differ. */
export function renderQuantities(all: readonly SubscriptionQuantities[], which: 'all' | 'drift'): string {
  const rows = all.flatMap(({ productName, productId, subscriptionId, clientId, companyId, stretches }) =>
    stretches
      .filter(({ drifts }) => which === 'all' || drifts)
      .map(({ days, observed, byHistory, invoiced, drifts }) => [
        clientId ?? `company ${companyId}`,
        productName ?? productId,
        subscriptionId.slice(0, 8),
        daysInWords(days),
        ...[observed, byHistory, invoiced],
        drifts ? 'drift' : '',
      ]),
  )
  return renderTable(
    [
      ...[{ title: 'client' }, { title: 'product' }, { title: 'subscription' }, { title: 'days' }],
      ...['observed', 'by history', 'invoiced'].map((title) => ({ title, ...right })),
      { title: '' },
    ],
    rows,
  )
}

function daysInWords({ start, end }: Period): string {
  const last = addDays(end, -1)
  return start === last ? start : `${start} to ${last}`
}
