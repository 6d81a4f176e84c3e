import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { getSubscriptions } from '../../api/subscriptions.ts'
import { dayIn } from '../../components/format-time.ts'
import { Failed, Loading } from '../../components/states.tsx'
import { useSession } from '../../shell/session-context.ts'
import { SubscriptionsTable } from '../subscriptions/subscriptions-table.tsx'

/** What the client holds today. */
export function ClientHoldings({ clientId, name }: { clientId: string; name: string }) {
  const { organization } = useSession()
  const asked = { on: dayIn(organization.timeZone), client: clientId }
  const { data, error, refetch } = useQuery({
    queryKey: ['subscriptions', asked],
    queryFn: () => getSubscriptions(asked),
  })
  return (
    <section aria-label="Subscriptions">
      <h2>
        Holds today{' '}
        <Link className="hint" to="/subscriptions" search={{ client: clientId }}>
          another day
        </Link>
      </h2>
      {error !== null ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading what="what it holds" />
      ) : (
        <SubscriptionsTable label={`Subscriptions of ${name}`} rows={data} isCompared={false} isOfOneClient />
      )}
    </section>
  )
}
