import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { getConnections } from '../../api/connections.ts'
import { Button } from '../../components/button.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Empty, Failed, Loading, Stale } from '../../components/states.tsx'
import { useHolds } from '../../shell/session-context.ts'
import { useKeys } from '../../shell/use-keys.ts'
import { ConnectDialog } from './connect-dialog.tsx'
import { ConnectionSection } from './connection-section.tsx'
import './connections.css'

/** Every distributor and ledger: whether it answers, what was last read, what it allows; and connecting them. */
export function ConnectionsPage() {
  const { connect } = useSearch({ from: '/connections' })
  const navigate = useNavigate({ from: '/connections' })
  const mayConnect = useHolds('administrator')
  const { data, error, refetch } = useQuery({ queryKey: ['connections'], queryFn: getConnections })
  const ask = (what: string) => void navigate({ search: { connect: what } })
  useKeys(
    mayConnect
      ? [
          {
            keys: '+',
            does: 'connect a distributor or a ledger',
            run: () => {
              ask('new')
            },
          },
        ]
      : [],
  )
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="the connections" />
  return (
    <>
      <PageHead
        title="Connections"
        actions={
          mayConnect ? (
            <Button
              kind="primary"
              hint="+"
              run={() => {
                ask('new')
              }}
            >
              Connect …
            </Button>
          ) : undefined
        }
      >
        Distributors are only ever read. A ledger is written to when an approver starts a posting, and never before.
      </PageHead>
      {error === null ? null : <Stale error={error} retry={() => void refetch()} />}
      {data.length > 0 ? null : (
        <Empty>
          Nothing is connected yet.{' '}
          {mayConnect ? 'Begin with the distributor whose bill you pay.' : 'An administrator connects it.'}
        </Empty>
      )}
      {data.map((connection) => (
        <ConnectionSection
          key={connection.id}
          connection={connection}
          reconnect={() => {
            ask(connection.id)
          }}
        />
      ))}
      {connect === undefined || !mayConnect ? null : (
        <ConnectDialog
          key={connect}
          known={data.find(({ id }) => id === connect)}
          begin={connect}
          close={() => void navigate({ search: {} })}
        />
      )}
    </>
  )
}
