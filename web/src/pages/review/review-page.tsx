import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { getReview, type ClientResult } from '../../api/review.ts'
import { Money } from '../../components/money.tsx'
import { Empty, Failed, Loading } from '../../components/states.tsx'
import { statusOf, StatusMark } from '../../components/status-mark.tsx'
import { useKeys } from '../../shell/use-keys.ts'
import { InvoicePane } from './invoice-pane.tsx'

/** Every client of a month, and the chosen one's invoice as it will post. */
export function ReviewPage() {
  const { month } = useParams({ from: '/months/$month/review' })
  const { client: chosenId } = useSearch({ from: '/months/$month/review' })
  const navigate = useNavigate({ from: '/months/$month/review' })
  const { data, error, refetch } = useQuery({ queryKey: ['review', month], queryFn: () => getReview(month) })
  const clients = data?.clients ?? []
  const place = clients.findIndex(({ clientId }) => clientId === chosenId)
  const go = (to: number) => {
    const next = clients[to]
    if (next !== undefined) void navigate({ search: { client: next.clientId }, replace: true })
  }
  useKeys([
    {
      keys: 'n',
      does: 'next client',
      run: () => {
        go(place + 1)
      },
    },
    {
      keys: 'p',
      does: 'previous client',
      run: () => {
        go(Math.max(place - 1, 0))
      },
    },
  ])
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what={`the dry run of ${month}`} />
  if (clients.length === 0) return <Empty>No client is in the dry run of {month}. The config says who is billed.</Empty>
  const chosen = clients[place]
  return (
    <div className="review">
      <section aria-label="Clients">
        <p className="hint">
          <kbd>n</kbd> next client, <kbd>p</kbd> previous
        </p>
        <table>
          <thead>
            <tr>
              <th scope="col">Client</th>
              <th scope="col">State</th>
              <th scope="col" className="right">
                This month
              </th>
              <th scope="col" className="right">
                Last month
              </th>
            </tr>
          </thead>
          <tbody>
            {clients.map((client) => (
              <ClientRow key={client.clientId} client={client} chosen={client === chosen} month={month} />
            ))}
          </tbody>
          <tfoot>
            {data.totals.map(({ amount, currency }) => (
              <tr key={currency}>
                <th scope="row" colSpan={2}>
                  Total
                </th>
                <td className="right">
                  <Money amount={amount} currency={currency} />
                </td>
                <td />
              </tr>
            ))}
          </tfoot>
        </table>
      </section>
      {chosen === undefined ? (
        <Empty>Choose a client.</Empty>
      ) : (
        <InvoicePane key={chosen.clientId} client={chosen} month={month} />
      )}
    </div>
  )
}

function ClientRow({ client, chosen, month }: { client: ClientResult; chosen: boolean; month: string }) {
  return (
    <tr aria-current={chosen ? 'true' : undefined}>
      <th scope="row">
        <Link to="/months/$month/review" params={{ month }} search={{ client: client.clientId }}>
          {client.clientName}
        </Link>
      </th>
      <td>
        <StatusMark status={statusOf(client)} />
      </td>
      <td className="right">
        <Money amount={client.total} currency={client.currency} />
      </td>
      <td className="right">
        <Money amount={client.previousTotal} currency={client.currency} />
      </td>
    </tr>
  )
}
