import type { WhatIfEffect } from '../../api/what-if.ts'
import { formatAmountText } from '../../components/format-amount.ts'
import { formatMonthName } from '../../components/format-time.ts'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'

type Row = WhatIfEffect['clients'][number]['products'][number] & {
  readonly clientId: string
  readonly clientName: string
  readonly currency: string
}

const columns: readonly Column<Row>[] = [
  { id: 'client', head: 'Client', text: ({ clientName }) => clientName },
  { id: 'item', head: 'Item', text: ({ itemName }) => itemName },
  { id: 'now', head: 'Now', isFigure: true, ...amount((row) => row.now) },
  { id: 'then', head: 'Then', isFigure: true, ...amount((row) => row.then) },
  { id: 'change', head: 'Change', isFigure: true, ...amount((row) => row.change) },
  { id: 'currency', head: '', text: ({ currency }) => currency },
  { id: 'cost-now', head: 'Cost now', isFigure: true, isSecondary: true, ...amount((row) => row.costNow) },
  { id: 'cost-then', head: 'Cost then', isFigure: true, isSecondary: true, ...amount((row) => row.costThen) },
]

/** What changes, client by client and item by item, with the totals of all clients on top. */
export function WhatIfEffects({ effect }: { effect: WhatIfEffect }) {
  const { month, clients, totals } = effect
  const rows = clients.flatMap(({ clientId, clientName, currency, products }) =>
    products.map((product) => ({ ...product, clientId, clientName, currency })),
  )
  const blocked = clients.filter(({ outcomeNow, outcomeThen }) => outcomeThen === 'blocked' && outcomeNow !== 'blocked')
  return (
    <section aria-label="Effect">
      <h2>{clients.length === 0 ? 'Nothing changes' : `${String(clients.length)} clients change`}</h2>
      {totals.map(({ currency, now, then, change }) => (
        <p key={currency}>
          {formatMonthName(month)} in {currency}: {formatAmountText(now)} now, {formatAmountText(then)} then,{' '}
          <strong>{formatAmountText(change)}</strong> more.
        </p>
      ))}
      {blocked.map(({ clientId, clientName }) => (
        <p key={clientId} className="tone-blocks">
          ■ {clientName} would be blocked.
        </p>
      ))}
      {rows.length === 0 ? null : (
        <DataTable
          label={`What if, ${month}`}
          rows={rows}
          columns={columns}
          keyOf={({ clientId, itemId }) => `${clientId} ${itemId}`}
        />
      )}
    </section>
  )
}

function amount(pick: (row: Row) => string): Pick<Column<Row>, 'text' | 'cell'> {
  return {
    text: pick,
    cell: (row) => (pick(row) === 'unknown' ? <span className="absent">not known</span> : formatAmountText(pick(row))),
  }
}
