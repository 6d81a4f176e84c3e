import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { getRuns, type Run } from '../../api/runs.ts'
import { Button } from '../../components/button.tsx'
import { formatMonthName } from '../../components/format-time.ts'
import { Instant } from '../../components/instant.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { Mark } from '../../components/mark.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Failed, Loading } from '../../components/states.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { isOver, useJobs } from '../../shell/live-state.ts'
import { useHolds } from '../../shell/session-context.ts'
import { useKeys } from '../../shell/use-keys.ts'
import { useMonth } from '../../shell/use-month.ts'
import { RunDiffView } from './run-diff-view.tsx'
import { StartRunDialog } from './start-run-dialog.tsx'

/** Every run there is, those being worked, a new one, and what two of them bill differently. */
export function RunsPage() {
  const { before, after } = useSearch({ from: '/runs' })
  const navigate = useNavigate({ from: '/runs' })
  const { month } = useMonth()
  const mayRun = useHolds('operator')
  const [asks, setAsks] = useState(false)
  const { data: runs, error, refetch } = useQuery({ queryKey: ['runs'], queryFn: getRuns })
  const jobs = useJobs().filter((job) => job.name === 'prepare-run')
  useKeys(
    mayRun
      ? [
          {
            keys: 'r',
            does: 'start a run',
            run: () => {
              setAsks(true)
            },
          },
        ]
      : [],
  )
  if (error !== null && runs === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (runs === undefined) return <Loading what="the runs" />
  const underWay = jobs.filter((job) => !isOver(job))
  // Only what failed last is worth a word; what was done since stands in the list.
  const failed = jobs[0]?.state === 'failed' ? [jobs[0]] : []
  return (
    <>
      <PageHead
        title="Runs"
        actions={
          mayRun ? (
            <Button
              kind="primary"
              hint="r"
              run={() => {
                setAsks(true)
              }}
            >
              Start a run
            </Button>
          ) : undefined
        }
      >
        A run works a month for its clients from what is known then, and is kept. Nothing is posted by it.
      </PageHead>
      {[...underWay, ...failed].map((job) => (
        <JobProgress key={job.id} job={job} what={`Run of ${formatMonthName(job.subject)}`} />
      ))}
      <DataTable
        label="Runs"
        rows={runs}
        columns={columns}
        keyOf={(run) => String(run.number)}
        chosen={after === undefined ? undefined : String(after)}
        open={(run) => {
          const previous = runs.find(
            (one) => one.month === run.month && one.number < run.number && one.state === 'ready',
          )
          if (run.state !== 'ready') return
          void navigate({
            search: { after: run.number, ...(previous === undefined ? {} : { before: previous.number }) },
          })
        }}
        empty={
          <>
            There is no run yet. <strong>Start a run</strong> to see every invoice of a month as it would post.{' '}
            <Link to="/setup">Set-up</Link> says what it needs.
          </>
        }
      />
      {after === undefined ? null : (
        <RunDiffView
          runs={runs}
          after={after}
          before={before}
          choose={(number) => void navigate({ search: { after, before: number } })}
        />
      )}
      {asks ? (
        <StartRunDialog
          month={month}
          close={() => {
            setAsks(false)
          }}
        />
      ) : null}
    </>
  )
}

const columns: readonly Column<Run>[] = [
  { id: 'number', head: 'Run', text: ({ number }) => String(number), isFigure: true },
  {
    id: 'month',
    head: 'Month',
    text: ({ month }) => month,
    cell: ({ month, state }) =>
      state === 'ready' ? (
        <Link to="/months/$month/review" params={{ month }} search={{}}>
          {formatMonthName(month)}
        </Link>
      ) : (
        formatMonthName(month)
      ),
  },
  { id: 'state', head: 'State', text: ({ state }) => state, cell: ({ state }) => <RunMark state={state} /> },
  {
    id: 'clients',
    head: 'Clients',
    text: ({ clients }) => (clients === undefined ? 'all' : clients.join(' ')),
    cell: ({ clients }) =>
      clients === undefined ? 'all' : clients.length === 1 ? clients[0] : `${String(clients.length)} chosen`,
  },
  { id: 'made', head: 'Made', text: ({ createdAt }) => createdAt, cell: ({ createdAt }) => <Instant at={createdAt} /> },
  { id: 'by', head: 'By', text: ({ requestedBy }) => requestedBy, isSecondary: true },
  {
    id: 'config',
    head: 'Config',
    text: ({ configVersion }) => String(configVersion),
    isFigure: true,
    isSecondary: true,
  },
  {
    id: 'hash',
    head: 'Hash',
    text: ({ sha256 }) => sha256 ?? '',
    cell: ({ sha256 }) => <code>{sha256?.slice(0, 12) ?? ''}</code>,
    isSecondary: true,
  },
]

function RunMark({ state }: { state: Run['state'] }) {
  if (state === 'ready') return <Mark tone="done">Ready</Mark>
  if (state === 'preparing') return <Mark tone="busy">Preparing</Mark>
  return <Mark tone="failed">Stopped, holds nothing</Mark>
}
