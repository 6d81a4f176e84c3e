import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { getOverview, getTieOutGlance, type Need, type Overview } from '../../api/overview.ts'
import { Findings } from '../../components/findings.tsx'
import { formatMonthName } from '../../components/format-time.ts'
import { Mark } from '../../components/mark.tsx'
import { Money } from '../../components/money.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Empty, Failed, Loading, Stale } from '../../components/states.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { closeSteps } from './close-steps.ts'
import './close.css'
import { Stepper } from './stepper.tsx'
import { Tiles } from './tiles.tsx'
import { Waterfall } from './waterfall.tsx'

/** How far a month is, what stops it, and whether the money agrees: one page. */
export function ClosePage() {
  const { month } = useParams({ from: '/months/$month/close' })
  const { data, error, refetch } = useQuery({ queryKey: ['overview', month], queryFn: () => getOverview(month) })
  const tieOut = useQuery({
    queryKey: ['tie-out-glance', month],
    queryFn: () => getTieOutGlance(month),
    enabled: data?.run !== undefined,
    retry: false,
  })
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what={formatMonthName(month)} />
  return (
    <>
      <PageHead title={`Close ${formatMonthName(month)}`} />
      {error === null ? null : <Stale error={error} retry={() => void refetch()} />}
      <Stepper month={month} steps={closeSteps(data, tieOut.data)} />
      {tieOut.error === null ? null : <p className="hint">The tie-out: {tieOut.error.message}</p>}
      {data.run === undefined ? (
        <Empty>
          {formatMonthName(month)} has no dry run yet. <Link to="/runs">Start a run</Link> to see every invoice as it
          would post; nothing is posted by it.
        </Empty>
      ) : (
        <>
          <Tiles month={month} figures={data.figures} tieOut={tieOut.data} />
          {data.figures.map((figures) => (
            <Waterfall key={figures.currency} month={month} figures={figures} />
          ))}
          <Needs month={month} label="Needs you" needs={data.needsYou} empty="Nothing waits for you." />
        </>
      )}
      <Health health={data.health} />
      {data.run === undefined ? null : (
        <Needs month={month} label="Coming up" needs={data.comingUp} empty="No term ends and no price moves soon." />
      )}
    </>
  )
}

function Needs({
  month,
  label,
  needs,
  empty,
}: {
  month: string
  label: string
  needs: readonly Need[]
  empty: string
}) {
  const columns: readonly Column<Need>[] = [
    {
      id: 'client',
      head: 'Client',
      text: ({ clientName }) => clientName ?? '',
      cell: ({ clientId, clientName }) =>
        clientId === undefined ? (
          'the whole month'
        ) : (
          <Link to="/months/$month/review" params={{ month }} search={{ client: clientId }}>
            {clientName ?? clientId}
          </Link>
        ),
    },
    {
      id: 'severity',
      head: 'Kind',
      text: ({ severity, code }) => `${severity} ${code}`,
      cell: ({ severity }) =>
        severity === 'blocking' ? (
          <Mark tone="blocks">Blocks</Mark>
        ) : severity === 'warning' ? (
          <Mark tone="look">Look</Mark>
        ) : (
          <Mark tone="changed">Note</Mark>
        ),
    },
    { id: 'message', head: 'What', text: ({ message }) => message },
    { id: 'next', head: 'What to do', text: ({ nextStep }) => nextStep, isSecondary: true },
    {
      id: 'stake',
      head: 'At stake',
      text: ({ atStake }) => atStake?.amount ?? '',
      cell: ({ atStake }) =>
        atStake === undefined ? (
          <span className="absent">unknown</span>
        ) : (
          <Money amount={atStake.amount} currency={atStake.currency} />
        ),
      isFigure: true,
    },
  ]
  return (
    <section aria-label={label}>
      <h2>{label}</h2>
      {needs.length === 0 ? (
        <p className="hint">{empty}</p>
      ) : (
        <DataTable
          label={`${label}, ${month}`}
          rows={needs}
          columns={columns}
          keyOf={({ code, clientId, message }) => `${code} ${clientId ?? ''} ${message}`}
        />
      )}
    </section>
  )
}

function Health({ health }: { health: Overview['health'] }) {
  return (
    <section aria-label="Data health">
      <h2>Data health</h2>
      {health.length > 0 ? null : (
        <p className="hint">
          No distributor and no ledger is connected yet. <Link to="/setup">Set it up</Link>.
        </p>
      )}
      <Findings findings={health} />
    </section>
  )
}
