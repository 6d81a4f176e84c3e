import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { getReview, type ClientResult } from '../../api/review.ts'
import { Button } from '../../components/button.tsx'
import { formatMonthName } from '../../components/format-time.ts'
import { Money } from '../../components/money.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Empty, Failed, Loading, Stale } from '../../components/states.tsx'
import { statusOf, StatusMark, wordOf, type ClientStatus } from '../../components/status-mark.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { subtractDecimals } from '../../money/decimal-text.ts'
import { useHolds } from '../../shell/session-context.ts'
import { useKeys } from '../../shell/use-keys.ts'
import { planApproval } from './approval-plan.ts'
import { ApproveManyDialog, planWords } from './approve-many-dialog.tsx'
import { InvoicePane } from './invoice-pane.tsx'

const filters = ['blocked', 'flagged', 'changed', 'unchanged', 'approved'] as const satisfies readonly ClientStatus[]

/** Every client of a month, and the chosen one's invoice as it will post. */
export function ReviewPage() {
  const { month } = useParams({ from: '/months/$month/review' })
  const { client: chosenId } = useSearch({ from: '/months/$month/review' })
  const navigate = useNavigate({ from: '/months/$month/review' })
  const mayApprove = useHolds('approver')
  const [only, setOnly] = useState<ClientStatus>()
  const [asks, setAsks] = useState(false)
  const { data, error, refetch } = useQuery({ queryKey: ['review', month], queryFn: () => getReview(month) })
  const all = data?.clients ?? []
  const clients = only === undefined ? all : all.filter((client) => statusOf(client) === only)
  const place = clients.findIndex(({ clientId }) => clientId === chosenId)
  const choose = (client: ClientResult | undefined) => {
    if (client !== undefined) void navigate({ search: { client: client.clientId }, replace: true })
  }
  useKeys([
    {
      keys: 'n',
      does: 'next client',
      run: () => {
        choose(clients[place + 1])
      },
    },
    {
      keys: 'p',
      does: 'previous client',
      run: () => {
        choose(clients[Math.max(place - 1, 0)])
      },
    },
  ])
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what={`the dry run of ${formatMonthName(month)}`} />
  if (all.length === 0) return <Empty>No client is in the dry run of {month}. The config says who is billed.</Empty>
  const chosen = all.find(({ clientId }) => clientId === chosenId)
  const plan = planApproval(clients)
  return (
    <>
      <PageHead
        title={`Review ${formatMonthName(month)}`}
        actions={
          mayApprove && plan.clients.length > 0 ? (
            <Button
              kind="primary"
              run={() => {
                setAsks(true)
              }}
            >
              Approve {planWords(plan)} …
            </Button>
          ) : undefined
        }
      >
        <kbd>n</kbd> next client, <kbd>p</kbd> previous, <kbd>a</kbd> approve.{' '}
        {data.runs.map(({ number }) => (
          <Link key={number} to="/runs" search={{ after: number }}>
            Run {number} compared{' '}
          </Link>
        ))}
      </PageHead>
      {error === null ? null : <Stale error={error} retry={() => void refetch()} />}
      <div className="review">
        <section aria-label="Clients">
          <DataTable
            label={`Clients of ${formatMonthName(month)}`}
            rows={clients}
            columns={columnsFor(month)}
            keyOf={({ clientId }) => clientId}
            chosen={chosen?.clientId}
            open={choose}
            tools={filters.map((status) => (
              <StatusChip
                key={status}
                status={status}
                count={all.filter((client) => statusOf(client) === status).length}
                isOn={only === status}
                set={setOnly}
              />
            ))}
            empty="No client is in this state."
            foot={data.totals.map(({ amount, currency }) => (
              <tr key={currency}>
                <th scope="row" colSpan={2}>
                  Total
                </th>
                <td className="right">
                  <Money amount={amount} currency={currency} />
                </td>
                <td colSpan={2} />
              </tr>
            ))}
          />
        </section>
        {chosen === undefined ? (
          <Empty>Choose a client.</Empty>
        ) : (
          <InvoicePane key={chosen.clientId} client={chosen} month={month} />
        )}
      </div>
      {asks ? (
        <ApproveManyDialog
          month={month}
          review={data}
          plan={plan}
          look={(client) => {
            window.open(`/months/${month}/review?client=${encodeURIComponent(client.clientId)}`, '_blank', 'noopener')
          }}
          close={() => {
            setAsks(false)
          }}
        />
      ) : null}
    </>
  )
}

function StatusChip({
  status,
  count,
  isOn,
  set,
}: {
  status: ClientStatus
  count: number
  isOn: boolean
  set: (status: ClientStatus | undefined) => void
}) {
  return (
    <button
      type="button"
      className="chip"
      aria-pressed={isOn}
      onClick={() => {
        set(isOn ? undefined : status)
      }}
    >
      {wordOf(status)} {count}
    </button>
  )
}

function columnsFor(month: string): readonly Column<ClientResult>[] {
  return [
    {
      id: 'client',
      head: 'Client',
      text: ({ clientName }) => clientName,
      cell: ({ clientId, clientName }) => (
        <Link to="/months/$month/review" params={{ month }} search={{ client: clientId }}>
          {clientName}
        </Link>
      ),
    },
    {
      id: 'state',
      head: 'State',
      text: (client) => wordOf(statusOf(client)),
      cell: (client) => <StatusMark status={statusOf(client)} />,
    },
    {
      id: 'total',
      head: 'This month',
      text: ({ total }) => total ?? '',
      cell: ({ total, currency }) => <Money amount={total} currency={currency} />,
      isFigure: true,
    },
    {
      id: 'last',
      head: 'Last month',
      text: ({ previousTotal }) => previousTotal ?? '',
      cell: ({ previousTotal, currency }) => <Money amount={previousTotal} currency={currency} />,
      isFigure: true,
      isSecondary: true,
    },
    {
      id: 'change',
      head: 'Change',
      text: changeOf,
      cell: (client) => {
        const change = changeOf(client)
        return change === '' ? null : <Money amount={change} currency={undefined} />
      },
      isFigure: true,
      isSecondary: true,
    },
  ]
}

function changeOf({ total, previousTotal }: ClientResult): string {
  return total === undefined || previousTotal === undefined ? '' : subtractDecimals(total, previousTotal)
}
