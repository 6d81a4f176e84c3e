import type { ClientSummary } from '../../api/tie-out.ts'
import { Mark } from '../../components/mark.tsx'
import { Money } from '../../components/money.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { subtractDecimals } from '../../money/decimal-text.ts'

const columns: readonly Column<ClientSummary>[] = [
  { id: 'client', head: 'Client', text: nameOf },
  figure('charged', 'Distributor billed', ({ charged, currency }) => ({ amount: charged, currency })),
  figure('matched', 'On client invoices, at cost', ({ matched, currency }) => ({ amount: matched, currency })),
  {
    id: 'revenue',
    head: 'Client billed',
    text: ({ revenue }) => revenue.map(({ amount }) => amount).join(' '),
    cell: ({ revenue }) =>
      revenue.map(({ amount, currency }) => <Money key={currency} amount={amount} currency={currency} />),
    isFigure: true,
  },
  {
    ...figure('margin', 'Margin on that', (client) => {
      const amount = marginOf(client)
      return amount === undefined ? undefined : { amount, currency: client.currency }
    }),
    isSecondary: true,
  },
  {
    id: 'undecided',
    head: 'Undecided',
    text: ({ undecided }) => String(undecided),
    cell: ({ undecided, undecidedCost, currency }) =>
      undecided === 0 ? (
        <Mark tone="done">none</Mark>
      ) : (
        <Mark tone="look">
          {undecided} · <Money amount={undecidedCost} currency={currency} />
        </Mark>
      ),
    isFigure: true,
  },
]

/** What the distributor billed for each client beside what the client was billed. */
export function ClientsTable({
  clients,
  open,
}: {
  clients: readonly ClientSummary[]
  open: (clientId: string) => void
}) {
  return (
    <DataTable
      label="Tie-out by client"
      rows={clients}
      columns={columns}
      keyOf={({ clientId, currency }) => `${clientId ?? ''} ${currency}`}
      open={({ clientId }) => {
        open(clientId ?? '')
      }}
      order={{ by: 'undecided', descending: true }}
      empty="Nothing was charged or billed for any client."
    />
  )
}

export function nameOf({ clientName, clientId }: Pick<ClientSummary, 'clientName' | 'clientId'>): string {
  return clientName ?? clientId ?? 'no client'
}

/** What client lines bill less what was charged for the same, where one currency stands on both sides. */
function marginOf({ covered, revenue, currency }: ClientSummary): string | undefined {
  const [only, ...others] = revenue
  return only?.currency === currency && others.length === 0 ? subtractDecimals(only.amount, covered) : undefined
}

function figure(
  id: string,
  head: string,
  of: (client: ClientSummary) => { amount: string; currency: string } | undefined,
): Column<ClientSummary> {
  return {
    id,
    head,
    text: (client) => of(client)?.amount ?? '',
    cell: (client) => <Money {...(of(client) ?? { amount: undefined, currency: undefined })} />,
    isFigure: true,
  }
}
