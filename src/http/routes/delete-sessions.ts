import { z } from 'zod'
import { withOrganization } from '../../store/database.ts'
import { revokeSession } from '../../store/operator-sessions.ts'
import { NotFound } from '../../support/failure.ts'
import { browserEndpoint } from '../endpoint.ts'

export const deleteSessions = browserEndpoint(
  {
    method: 'delete',
    path: '/sessions/{id}',
    summary: 'End one of the own sessions, wherever it is',
    needs: 'viewer',
    params: z.object({ id: z.uuid() }),
  },
  async ({ params: { id }, caller: { context, session } }) => {
    const { database, organization } = context
    const which = { id, operatorId: session.operatorId, now: database.clock.now() }
    const isRevoked = await withOrganization(database, organization.id, (tx) => revokeSession(tx, which))
    if (!isRevoked) throw new NotFound('There is no such session of yours.')
    return undefined
  },
)
