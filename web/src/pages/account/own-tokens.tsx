import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { getTokens, revokeToken, type ApiToken } from '../../api/account.ts'
import { Button } from '../../components/button.tsx'
import { Instant } from '../../components/instant.tsx'
import { Empty, Failed, Loading } from '../../components/states.tsx'
import { tell } from '../../components/toast.tsx'
import { CreateTokenDialog } from './create-token-dialog.tsx'

/** The tokens by which programs act in the operator's name. */
export function OwnTokens() {
  const { data, error, refetch } = useQuery({ queryKey: ['tokens'], queryFn: getTokens })
  const [isCreating, setCreating] = useState(false)
  return (
    <section aria-labelledby="own-tokens">
      <h2 id="own-tokens">API tokens</h2>
      <p className="hint">
        A program acts in your name by one, within its scopes, and never with more than your role. The API is described
        at <code>/api/v1/openapi.json</code>.
      </p>
      {data === undefined ? (
        error === null ? (
          <Loading what="your tokens" />
        ) : (
          <Failed error={error} retry={() => void refetch()} />
        )
      ) : (
        <>
          {data.tokens.length === 0 ? (
            <Empty>No program acts in your name.</Empty>
          ) : (
            <TokenTable tokens={data.tokens} />
          )}
          <Button
            run={() => {
              setCreating(true)
            }}
          >
            Make a token
          </Button>
          {isCreating ? (
            <CreateTokenDialog
              scopes={data.scopes}
              close={() => {
                setCreating(false)
              }}
            />
          ) : null}
        </>
      )}
    </section>
  )
}

function TokenTable({ tokens }: { tokens: readonly ApiToken[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col">May</th>
          <th scope="col">Last used</th>
          <th scope="col">Expires</th>
          <th scope="col">
            <span className="hint">Revoke it</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </tbody>
    </table>
  )
}

function TokenRow({ token: { id, name, role, scopes, lastUsedAt, expiresAt } }: { token: ApiToken }) {
  const cache = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => revokeToken(id),
    onSuccess: () => {
      tell(`The token "${name}" counts no more.`)
    },
    onError: (error) => {
      tell(error.message, 'failed')
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['tokens'] }),
  })
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {role}: {scopes.join(', ')}
      </td>
      <td>{lastUsedAt === null ? 'never' : <Instant at={lastUsedAt} />}</td>
      <td>
        <Instant at={expiresAt} />
      </td>
      <td>
        <Button
          kind="danger"
          busy={revoke.isPending}
          label={`Revoke the token ${name}`}
          run={() => {
            revoke.mutate()
          }}
        >
          Revoke
        </Button>
      </td>
    </tr>
  )
}
