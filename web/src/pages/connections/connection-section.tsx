import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { checkConnection, syncConnection, type Connection } from '../../api/connections.ts'
import { Button } from '../../components/button.tsx'
import { Findings } from '../../components/findings.tsx'
import { Instant } from '../../components/instant.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { Mark, type Tone } from '../../components/mark.tsx'
import { tell } from '../../components/toast.tsx'
import { isOver, useJobs } from '../../shell/live-state.ts'
import { useHolds } from '../../shell/session-context.ts'
import { DisconnectDialog } from './disconnect-dialog.tsx'
import { limitWords, settingWords } from './connection-words.ts'

/** One connection: its state, what was last read and what failed, its limits; asking it, reading it, reconnecting it. */
export function ConnectionSection({ connection, reconnect }: { connection: Connection; reconnect: () => void }) {
  const { id, kind, label, state, findings, lastSucceeded, lastFailed, schedule, settings } = connection
  const job = useJobs().find((one) => one.name.startsWith('sync-') && one.subject === id && !isOver(one))
  const check = useMutation({ mutationFn: () => checkConnection(id) })
  return (
    <section className="connection" aria-label={id}>
      <header>
        <h2>{id}</h2>
        <span className="hint">
          {label}, {kind === 'source' ? 'distributor' : 'ledger'}
        </span>
        <StateMark connection={connection} />
        <Actions
          connection={connection}
          reconnect={reconnect}
          isReading={job !== undefined}
          check={() => {
            check.mutate()
          }}
          isChecking={check.isPending}
        />
      </header>
      {job === undefined ? null : (
        <JobProgress job={job} what={kind === 'source' ? `Sync of ${id}` : `Lists of ${id}`} />
      )}
      <dl className="facts">
        <dt>Last read</dt>
        <dd>
          {lastSucceeded === undefined ? (
            'never'
          ) : (
            <>
              <Instant at={lastSucceeded.at} />: {lastSucceeded.what}
            </>
          )}
        </dd>
        {lastFailed === undefined ? null : (
          <>
            <dt>Failed since</dt>
            <dd className="failed">
              <Instant at={lastFailed.at} />: {lastFailed.why}
            </dd>
          </>
        )}
        {kind === 'source' && state === 'connected' ? (
          <>
            <dt>Next by itself</dt>
            <dd>{schedule?.next[0] === undefined ? 'not scheduled' : <Instant at={schedule.next[0]} />}</dd>
          </>
        ) : null}
        {state === 'files' ? null : (
          <>
            <dt>Limits</dt>
            <dd>{limitWords(connection.limits)}</dd>
          </>
        )}
        {settingWords(settings).map(([name, value]) => (
          <FactRow key={name} name={name} value={value} />
        ))}
      </dl>
      <Findings findings={check.data ?? findings} named={false} />
      {check.error === null ? null : (
        <p className="failed" role="alert">
          {check.error.message}
        </p>
      )}
    </section>
  )
}

function FactRow({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

function StateMark({ connection: { state, findings, lastFailed } }: { connection: Connection }) {
  const [tone, word] = stateOf(state, findings.some((one) => one.state === 'wrong') || lastFailed !== undefined)
  return <Mark tone={tone}>{word}</Mark>
}

function stateOf(state: Connection['state'], hasTrouble: boolean): readonly [Tone, string] {
  if (state === 'files') return ['unchanged', 'Read from files']
  if (state === 'disconnected') return ['blocks', 'Disconnected']
  return hasTrouble ? ['look', 'Connected, with trouble'] : ['done', 'Connected']
}

function Actions({
  connection,
  reconnect,
  isReading,
  check,
  isChecking,
}: {
  connection: Connection
  reconnect: () => void
  isReading: boolean
  check: () => void
  isChecking: boolean
}) {
  const { id, kind, state, connectBy, adapter } = connection
  const mayRead = useHolds('operator')
  const mayConnect = useHolds('administrator')
  const [asksDisconnect, setAsksDisconnect] = useState(false)
  const cache = useQueryClient()
  const sync = useMutation({
    mutationFn: () => syncConnection(id),
    onSuccess: ({ waitsAlready }) => {
      tell(waitsAlready ? `${id} is waiting to be read already.` : `${id} is being read.`)
      void cache.invalidateQueries({ queryKey: ['jobs'] })
    },
    onError: (error) => {
      tell(error.message, 'failed')
    },
  })
  const isConnected = state === 'connected'
  return (
    <div className="actions">
      {mayRead && isConnected ? (
        <>
          <Button
            label={kind === 'source' ? `Sync now: ${id}` : `Read lists now: ${id}`}
            busy={sync.isPending}
            disabled={isReading}
            run={() => {
              sync.mutate()
            }}
          >
            {kind === 'source' ? 'Sync now' : 'Read lists now'}
          </Button>
          <Button label={`Check ${id}`} busy={isChecking} run={check}>
            Check
          </Button>
        </>
      ) : null}
      {!mayConnect || state === 'files' ? null : connectBy === 'command-line' ? (
        <code>seatledger connect {adapter}</code>
      ) : (
        <Button
          label={`${isConnected ? 'Reconnect …' : 'Connect again …'} ${id}`}
          kind={isConnected ? 'quiet' : 'primary'}
          run={reconnect}
        >
          {isConnected ? 'Reconnect …' : 'Connect again …'}
        </Button>
      )}
      {mayConnect && isConnected ? (
        <Button
          kind="danger"
          label={`Disconnect … ${id}`}
          run={() => {
            setAsksDisconnect(true)
          }}
        >
          Disconnect …
        </Button>
      ) : null}
      {asksDisconnect ? (
        <DisconnectDialog
          connection={connection}
          close={() => {
            setAsksDisconnect(false)
          }}
        />
      ) : null}
    </div>
  )
}
