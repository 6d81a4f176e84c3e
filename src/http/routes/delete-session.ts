import { withOrganization } from '../../store/database.ts'
import { revokeSession } from '../../store/operator-sessions.ts'
import { browserEndpoint } from '../endpoint.ts'
import { takeCookie } from '../session-cookie.ts'

export const deleteSession = browserEndpoint(
  { method: 'delete', path: '/session', summary: 'Sign out', needs: 'viewer' },
  async ({ caller: { context, session }, http }) => {
    const { database, organization } = context
    const { id, operatorId } = session
    await withOrganization(database, organization.id, (tx) =>
      revokeSession(tx, { id, operatorId, now: database.clock.now() }),
    )
    takeCookie(http)
    return undefined
  },
)
