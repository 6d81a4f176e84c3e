import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answerConsent, type ConnectionCheck } from '../../api/connections.ts'
import { Button } from '../../components/button.tsx'
import { Mark } from '../../components/mark.tsx'
import { Failed, Loading } from '../../components/states.tsx'

/** Gives the server the vendor's answer, once; asks which company where it reaches several. */
export function ConsentAnswer({ address, done }: { address: string; done: () => void }) {
  const cache = useQueryClient()
  // A query and not a change: a page that is drawn twice must not use the vendor's code twice.
  const first = useQuery({
    queryKey: ['consent', address],
    queryFn: () => answerConsent(address),
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const choose = useMutation({ mutationFn: (company: string) => answerConsent(address, company) })
  const { data, error, refetch } = first
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="what was granted" />
  const outcome = choose.data ?? data
  if (outcome.connected !== undefined) {
    const goOn = () => {
      void cache.invalidateQueries({ queryKey: ['connections'] })
      done()
    }
    return <Connected connection={outcome.connection} check={outcome.connected} goOn={goOn} />
  }
  return (
    <fieldset className="choices">
      <legend>The consent reaches several companies. Which are the books?</legend>
      {data.companies.map((company) => (
        <Button
          key={company}
          busy={choose.isPending}
          run={() => {
            choose.mutate(company)
          }}
        >
          {company}
        </Button>
      ))}
      {choose.error === null ? null : (
        <p className="failed" role="alert">
          {choose.error.message}
        </p>
      )}
    </fieldset>
  )
}

function Connected({ connection, check, goOn }: { connection: string; check: ConnectionCheck; goOn: () => void }) {
  return (
    <>
      <p role="status">
        <Mark tone="done">Connected</Mark> <strong>{connection}</strong> to {check.account}. Time: {check.clock}.
      </p>
      <ul>
        {check.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <Button kind="primary" run={goOn}>
        To the connections
      </Button>
    </>
  )
}
