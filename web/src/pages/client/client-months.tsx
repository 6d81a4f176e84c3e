import { Link } from '@tanstack/react-router'
import type { Client, ClientMonth } from '../../api/client.ts'
import { formatMonthName } from '../../components/format-time.ts'
import { Margin } from '../../components/margin.tsx'
import { Money } from '../../components/money.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'

/** Twelve months: billed, cost, margin, and the documents behind them. */
export function ClientMonths({ client: { clientId, name, months } }: { client: Client }) {
  const columns: readonly Column<ClientMonth>[] = [
    {
      id: 'month',
      head: 'Month',
      text: ({ month }) => month,
      cell: ({ month }) => (
        <Link to="/months/$month/review" params={{ month }} search={{ client: clientId }}>
          {formatMonthName(month)}
        </Link>
      ),
    },
    {
      id: 'billed',
      head: 'Billed',
      text: ({ billed }) => billed,
      cell: ({ billed, currency }) => <Money amount={billed} currency={currency} />,
      isFigure: true,
    },
    {
      id: 'cost',
      head: 'Cost, as far as known',
      text: ({ cost }) => cost,
      cell: ({ cost, currency }) => <Money amount={cost} currency={currency} />,
      isFigure: true,
      isSecondary: true,
    },
    { id: 'margin', head: 'Margin', text: ({ margin }) => margin, cell: (row) => <Margin {...row} />, isFigure: true },
    {
      id: 'unknown',
      head: 'Billed at unknown cost',
      text: ({ unknownLines, unknownBilled }) => (unknownLines === 0 ? '' : unknownBilled),
      isFigure: true,
      isSecondary: true,
    },
    {
      id: 'documents',
      head: 'Documents',
      text: ({ documents }) =>
        documents
          .map(({ documentNumber, state }) => `${documentNumber ?? 'not numbered'} (${wordOf(state)})`)
          .join(', '),
      isSecondary: true,
    },
  ]
  return (
    <section aria-label="Twelve months">
      <h2>Twelve months</h2>
      <DataTable
        label={`Twelve months of ${name}`}
        rows={months}
        columns={columns}
        keyOf={({ month, currency }) => `${month} ${currency}`}
        empty="Nothing was billed in these twelve months."
      />
    </section>
  )
}

function wordOf(state: string): string {
  if (state === 'ready') return 'dry run'
  return state === 'blocked' ? 'blocked' : state.replaceAll('-', ' ')
}
