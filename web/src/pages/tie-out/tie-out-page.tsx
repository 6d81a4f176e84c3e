import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { getTieOut, type TieOut } from '../../api/tie-out.ts'
import { formatMonthName } from '../../components/format-time.ts'
import { Instant } from '../../components/instant.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Failed, Loading, Stale } from '../../components/states.tsx'
import { ClientsTable } from './clients-table.tsx'
import { ClosingPanel } from './closing-panel.tsx'
import { DifferencesView } from './differences-view.tsx'
import { DistributorInvoices } from './distributor-invoices.tsx'
import { NotOutYet } from './not-out-yet.tsx'
import { Sums } from './sums.tsx'
import type { TieOutSearch } from './tie-out-search.ts'
import './tie-out.css'

/** Another operator's decisions are seen after this long at the latest. */
const lookAgainMilliseconds = 15_000

/** The distributor's invoices of a month against its clients' invoices, to 0.00, and the month's close. */
export function TieOutPage() {
  const { month } = useParams({ from: '/months/$month/tie-out' })
  const { data, error, refetch } = useQuery({
    queryKey: ['tie-out', month],
    queryFn: () => getTieOut(month),
    refetchInterval: lookAgainMilliseconds,
  })
  const again = () => void refetch()
  if (data === undefined) {
    return error === null ? <Loading what={`the tie-out of ${month}`} /> : <Failed error={error} retry={again} />
  }
  return (
    <>
      <PageHead title={`Tie-out ${formatMonthName(month)}`}>
        {data.closed === undefined ? 'As of ' : 'As it was closed on '}
        <Instant at={data.madeAt} />, {data.chargesChecked} of {data.chargesRead} distributor lines checked
      </PageHead>
      {error === null ? null : <Stale error={error} retry={again} />}
      <Sums currencies={data.currencies} />
      <NotOutYet tieOut={data} />
      <ClosingPanel tieOut={data} />
      <DistributorInvoices tieOut={data} />
      <Differences month={month} tieOut={data} />
    </>
  )
}

function Differences({ month, tieOut }: { month: string; tieOut: TieOut }) {
  const search: TieOutSearch = useSearch({ from: '/months/$month/tie-out' })
  const navigate = useNavigate({ from: '/months/$month/tie-out' })
  const show = (change: TieOutSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const isByClient = search.view === 'clients'
  return (
    <section className="tie-out-differences" aria-label="Differences and clients">
      <div className="actions" role="group" aria-label="Show">
        {(['differences', 'clients'] as const).map((view) => (
          <button
            key={view}
            type="button"
            className="chip"
            aria-pressed={isByClient === (view === 'clients')}
            onClick={() => {
              show({ view: view === 'clients' ? view : undefined })
            }}
          >
            {view === 'clients' ? 'By client' : 'Differences'}
          </button>
        ))}
      </div>
      {isByClient ? (
        <ClientsTable
          clients={tieOut.clients}
          open={(client) => {
            show({ view: undefined, client, state: 'all', class: undefined, difference: undefined })
          }}
        />
      ) : (
        <DifferencesView month={month} tieOut={tieOut} search={search} show={show} />
      )}
    </section>
  )
}
