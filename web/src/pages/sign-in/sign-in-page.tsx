import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { setUp, signIn } from '../../api/session.ts'

/** Signs in, or makes the first administrator where the page was opened by the one-time link. */
export function SignInPage() {
  const cache = useQueryClient()
  const [token] = useState(setUpToken)
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const begin = useMutation({
    mutationFn: () => (token === undefined ? signIn(name, password) : setUp(token, name, password)),
    onSuccess: (session) => {
      if (token !== undefined) window.history.replaceState(null, '', '/setup')
      cache.setQueryData(['session'], session)
    },
  })
  return (
    <main className="sign-in">
      <h1>SeatLedger</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          begin.mutate()
        }}
      >
        <h2>{token === undefined ? 'Sign in' : 'Make the first administrator'}</h2>
        <label>
          Name
          <input
            autoComplete="username"
            required
            value={name}
            onChange={(event) => {
              setName(event.target.value)
            }}
          />
        </label>
        <label>
          Password
          <input
            type="password"
            required
            minLength={token === undefined ? 1 : 12}
            autoComplete={token === undefined ? 'current-password' : 'new-password'}
            value={password}
            onChange={(event) => {
              setPassword(event.target.value)
            }}
          />
        </label>
        {token === undefined ? null : <p className="hint">At least 12 characters.</p>}
        {begin.error === null ? null : (
          <p role="alert" className="failed">
            {begin.error.message}
          </p>
        )}
        <button type="submit" className="primary" disabled={begin.isPending}>
          {token === undefined ? 'Sign in' : 'Make administrator and sign in'}
        </button>
      </form>
    </main>
  )
}

/** The token stands behind `#`, so that it never reaches a server's log. */
function setUpToken(): string | undefined {
  const isSetUp = window.location.pathname === '/setup' && window.location.hash.length > 1
  return isSetUp ? window.location.hash.slice(1) : undefined
}
