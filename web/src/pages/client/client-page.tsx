import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { getClient, type Client } from '../../api/client.ts'
import { FlagList } from '../../components/flag-list.tsx'
import { formatMonthName } from '../../components/format-time.ts'
import { PageHead } from '../../components/page-head.tsx'
import { Failed, Loading, Stale } from '../../components/states.tsx'
import { ClientConfig } from './client-config.tsx'
import { ClientHoldings } from './client-holdings.tsx'
import { ClientMonths } from './client-months.tsx'
import { ClientNotes } from './client-notes.tsx'

const renewals: readonly string[] = [
  ...['term-ends-soon', 'price-changed-at-renewal', 'held-price-ends-soon', 'trial-ended', 'term-rolled-over'],
]

/** All that is known of one client: what it is billed and why, what it came to, what is flagged and what was noted. */
export function ClientPage() {
  const { client: id } = useParams({ from: '/clients/$client' })
  const { data, error, refetch } = useQuery({ queryKey: ['client', id], queryFn: () => getClient(id) })
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="the client" />
  const coming = data.flags.filter(({ code }) => renewals.includes(code))
  const flags = data.flags.filter(({ code }) => !renewals.includes(code))
  return (
    <>
      <PageHead title={data.name} actions={<Actions client={data} />}>
        {data.clientId}
      </PageHead>
      {error === null ? null : <Stale error={error} retry={() => void refetch()} />}
      <section aria-label="Flags">
        <h2>
          {data.run === undefined
            ? 'Flags'
            : `Flags of run ${String(data.run.number)}, ${formatMonthName(data.run.month)}`}
        </h2>
        {flags.length === 0 ? (
          <p className="hint">{data.run === undefined ? 'No run holds this client yet.' : 'Nothing is flagged.'}</p>
        ) : (
          <FlagList flags={flags} />
        )}
      </section>
      <section aria-label="Renewals">
        <h2>Renewals</h2>
        {coming.length === 0 ? (
          <p className="hint">No term ends and no price moves soon.</p>
        ) : (
          <FlagList flags={coming} />
        )}
      </section>
      <ClientMonths client={data} />
      <ClientHoldings clientId={data.clientId} name={data.name} />
      <ClientNotes client={data} />
      <ClientConfig versions={data.config} />
    </>
  )
}

function Actions({ client: { run, clientId } }: { client: Client }) {
  if (run === undefined) return null
  return (
    <>
      <Link className="button" to="/months/$month/review" params={{ month: run.month }} search={{ client: clientId }}>
        Its invoice of {formatMonthName(run.month)}
      </Link>
      <Link
        className="button"
        to="/months/$month/statement"
        params={{ month: run.month }}
        search={{ client: clientId }}
      >
        Statement
      </Link>
    </>
  )
}
