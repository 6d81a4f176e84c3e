import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { ApiFailure } from '../api/request.ts'
import { getSession, signOut } from '../api/session.ts'
import { Failed, Loading } from '../components/states.tsx'
import { SignInPage } from '../pages/sign-in/sign-in-page.tsx'

/** The frame of every screen: who is signed in, and the operator's month. */
export function Shell() {
  const cache = useQueryClient()
  const { month } = useParams({ strict: false })
  const navigate = useNavigate()
  const { data: session, error, refetch } = useQuery({ queryKey: ['session'], queryFn: getSession, retry: false })
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      cache.clear()
      window.location.assign('/')
    },
  })
  if (error instanceof ApiFailure && error.status === 401) return <SignInPage />
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (session === undefined) return <Loading what="the session" />
  return (
    <>
      <header className="bar">
        <strong>SeatLedger</strong> <span>{session.organization.name}</span>
        <label>
          Month{' '}
          <input
            type="month"
            value={month ?? ''}
            onChange={(event) => {
              if (event.target.value !== '')
                void navigate({ to: '/months/$month/review', params: { month: event.target.value }, search: {} })
            }}
          />
        </label>
        <span className="push">
          {session.operator.name}, {session.operator.role}
        </span>
        <button
          type="button"
          onClick={() => {
            leave.mutate()
          }}
        >
          Sign out
        </button>
      </header>
      <main>
        <Outlet />
      </main>
    </>
  )
}
