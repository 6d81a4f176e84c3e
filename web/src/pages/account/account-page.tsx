import { PageHead } from '../../components/page-head.tsx'
import { useSession } from '../../shell/session-context.ts'
import './account.css'
import { OwnPassword } from './own-password.tsx'
import { OwnSessions } from './own-sessions.tsx'
import { OwnTokens } from './own-tokens.tsx'

/** What is the operator's own: the password, where he is signed in, and the tokens of his programs. */
export function AccountPage() {
  const { operator } = useSession()
  return (
    <>
      <PageHead title="Account">
        {operator.name}, {operator.role}
      </PageHead>
      <div className="account">
        <OwnSessions />
        <OwnPassword />
        <OwnTokens />
      </div>
    </>
  )
}
