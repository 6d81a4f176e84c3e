import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { getConfig, getConfigSuggestion } from '../../api/config.ts'
import { getConnections, syncConnection, type Connection } from '../../api/connections.ts'
import { getMappings } from '../../api/mapping.ts'
import { getRuns } from '../../api/runs.ts'
import { Button } from '../../components/button.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { Mark } from '../../components/mark.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Failed, Loading } from '../../components/states.tsx'
import { tell } from '../../components/toast.tsx'
import { isOver, useJobs } from '../../shell/live-state.ts'
import { useHolds } from '../../shell/session-context.ts'
import { keepDraft } from '../config/draft.ts'
import './setup.css'
import { setupSteps, type SetupStep } from './setup-steps.ts'

/** The way from an empty program to a first dry run: each step with its state, and what to do for it. */
export function SetupPage() {
  const connections = useQuery({ queryKey: ['connections'], queryFn: getConnections })
  const config = useQuery({ queryKey: ['config'], queryFn: getConfig })
  const runs = useQuery({ queryKey: ['runs'], queryFn: getRuns })
  const hasConfig = config.data !== undefined && config.data !== null
  const mapping = useQuery({ queryKey: ['mappings'], queryFn: getMappings, enabled: hasConfig })
  const error = connections.error ?? config.error ?? runs.error
  if (connections.data === undefined || config.data === undefined || runs.data === undefined) {
    if (error === null) return <Loading what="how far the set-up is" />
    return (
      <Failed error={error} retry={() => void Promise.all([connections.refetch(), config.refetch(), runs.refetch()])} />
    )
  }
  const newestRun = runs.data.find(({ state }) => state === 'ready')
  const steps = setupSteps({
    connections: connections.data,
    configVersion: config.data?.version,
    unmapped: mapping.data?.gaps.length,
    newestRun,
  })
  return (
    <>
      <PageHead title="Set-up">
        From nothing to every invoice of a month as it would post. Nothing reaches a ledger on the way.
      </PageHead>
      <ol className="setup-steps">
        {steps.map((step) => (
          <li key={step.name} aria-label={step.title}>
            <h2>{step.title}</h2> <Mark tone={step.tone}>{step.words}</Mark>
            <StepBody step={step} connections={connections.data} month={newestRun?.month} />
          </li>
        ))}
      </ol>
      <Demo />
    </>
  )
}

function StepBody({
  step: { name, tone, canBegin },
  connections,
  month,
}: {
  step: SetupStep
  connections: readonly Connection[]
  month: string | undefined
}) {
  const mayConnect = useHolds('administrator')
  const isDone = tone === 'done'
  if (!canBegin) return null
  if (name === 'distributor' || name === 'ledger') {
    if (isDone)
      return (
        <p>
          <Link to="/connections">Connections</Link>
        </p>
      )
    if (!mayConnect) return <p className="hint">An administrator connects it.</p>
    return (
      <p>
        <Link
          className="button"
          to="/connections"
          search={{ connect: name === 'distributor' ? 'pax8' : 'quickbooks-online' }}
        >
          Connect
        </Link>{' '}
        <span className="hint">
          {name === 'distributor'
            ? 'Pax8, for reading only. Another distributor is read from its files: seatledger import.'
            : 'QuickBooks Online, Xero, an endpoint of your own, or files.'}
        </span>
      </p>
    )
  }
  if (name === 'sync') return <FirstSync connections={connections} />
  if (name === 'config') return <FirstConfig isDone={isDone} />
  if (name === 'mapping')
    return isDone ? null : (
      <p>
        <Link to="/mapping">Map it</Link>, the most cost at risk first.
      </p>
    )
  return month === undefined ? (
    <p>
      <Link className="button" to="/runs">
        Start a run
      </Link>
    </p>
  ) : (
    <p>
      <Link className="button" to="/months/$month/review" params={{ month }} search={{}}>
        Review its invoices
      </Link>
    </p>
  )
}

function FirstSync({ connections }: { connections: readonly Connection[] }) {
  const maySync = useHolds('operator')
  const sources = connections.filter(({ kind, state }) => kind === 'source' && state === 'connected')
  const jobs = useJobs().filter((job) => job.name === 'sync-source' && !isOver(job))
  const sync = useMutation({
    mutationFn: async () => {
      for (const { id } of sources) await syncConnection(id)
    },
    onSuccess: () => {
      tell('The distributor is being read. A first time may take minutes; the page may be left.')
    },
    onError: (error) => {
      tell(error.message, 'failed')
    },
  })
  return (
    <>
      {jobs.map((job) => (
        <JobProgress key={job.id} job={job} what={`Sync of ${job.subject}`} />
      ))}
      {jobs.length > 0 || !maySync || sources.length === 0 ? null : (
        <p>
          <Button
            busy={sync.isPending}
            run={() => {
              sync.mutate()
            }}
          >
            Sync now
          </Button>{' '}
          <span className="hint">It is read each night from then on, while the server runs.</span>
        </p>
      )}
    </>
  )
}

function FirstConfig({ isDone }: { isDone: boolean }) {
  const mayDraft = useHolds('operator')
  const navigate = useNavigate()
  const draft = useMutation({
    mutationFn: getConfigSuggestion,
    onSuccess: (text) => {
      keepDraft({ text, basedOn: 0 })
      void navigate({ to: '/config' })
    },
    onError: (error) => {
      tell(error.message, 'failed')
    },
  })
  if (isDone)
    return (
      <p>
        <Link to="/config">Billing config</Link>
      </p>
    )
  if (!mayDraft) return <p className="hint">An operator drafts it, and an administrator applies it.</p>
  return (
    <p>
      <Button
        busy={draft.isPending}
        run={() => {
          draft.mutate()
        }}
      >
        Draft it from what was read
      </Button>{' '}
      <span className="hint">
        A client for each company, a line for each subscription. Its prices are placeholders for what your contracts
        say.
      </span>
    </p>
  )
}

/** A month that is worked already, kept apart from these books. */
function Demo() {
  return (
    <section aria-label="Demo month">
      <h2>See a month that is worked already</h2>
      <p>
        <code>npm run demo</code> plays 60 clients through a month on emulated systems, in a folder and a database of
        its own: nothing of it can get into these books. Then{' '}
        <code>seatledger --data .seatledger/demo serve --port 0</code> shows it.
      </p>
    </section>
  )
}
