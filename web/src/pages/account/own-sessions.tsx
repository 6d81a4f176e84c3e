import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endSession, getSessions, type OwnSession } from '../../api/account.ts'
import { Button } from '../../components/button.tsx'
import { Instant } from '../../components/instant.tsx'
import { Failed, Loading } from '../../components/states.tsx'
import { tell } from '../../components/toast.tsx'
import { browserName } from './browser-name.ts'

/** Every browser in which the operator is signed in, each to be ended from here. */
export function OwnSessions() {
  const { data, error, refetch } = useQuery({ queryKey: ['sessions'], queryFn: getSessions })
  return (
    <section aria-labelledby="own-sessions">
      <h2 id="own-sessions">Where you are signed in</h2>
      {data === undefined ? (
        error === null ? (
          <Loading what="your sessions" />
        ) : (
          <Failed error={error} retry={() => void refetch()} />
        )
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Browser</th>
              <th scope="col">Last seen</th>
              <th scope="col" className="secondary">
                Ends by itself
              </th>
              <th scope="col">
                <span className="hint">End it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function SessionRow({ session }: { session: OwnSession }) {
  const cache = useQueryClient()
  const { id, userAgent, lastSeenAt, expiresAt, isCurrent } = session
  const browser = browserName(userAgent)
  const end = useMutation({
    mutationFn: () => endSession(id),
    onSuccess: () => {
      tell(`The session in ${browser} has ended.`)
    },
    onError: (error) => {
      tell(error.message, 'failed')
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['sessions'] }),
  })
  return (
    <tr>
      <th scope="row">{browser}</th>
      <td>
        <Instant at={lastSeenAt} />
      </td>
      <td className="secondary">
        <Instant at={expiresAt} />
      </td>
      <td>
        {isCurrent ? (
          'this one'
        ) : (
          <Button
            busy={end.isPending}
            label={`End the session in ${browser}`}
            run={() => {
              end.mutate()
            }}
          >
            End
          </Button>
        )}
      </td>
    </tr>
  )
}
