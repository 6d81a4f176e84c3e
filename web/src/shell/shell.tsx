import { useQuery } from '@tanstack/react-query'
import { ApiFailure } from '../api/request.ts'
import { getSession } from '../api/session.ts'
import { Failed, Loading } from '../components/states.tsx'
import { SignInPage } from '../pages/sign-in/sign-in-page.tsx'
import { Frame } from './frame.tsx'
import { SessionContext } from './session-context.ts'

/** The sign-in, or the frame of every screen once somebody is signed in. */
export function Shell() {
  const { data: session, error, refetch } = useQuery({ queryKey: ['session'], queryFn: getSession, retry: false })
  if (error instanceof ApiFailure && error.status === 401) return <SignInPage />
  if (error !== null && session === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (session === undefined) return <Loading what="the session" />
  return (
    <SessionContext value={session}>
      <Frame />
    </SessionContext>
  )
}
