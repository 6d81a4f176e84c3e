import { z } from 'zod'
import { withOrganization } from '../../store/database.ts'
import { listSessions } from '../../store/operator-sessions.ts'
import { browserEndpoint } from '../endpoint.ts'
import { instant } from '../contract/session.ts'

const listed = z.object({
  id: z.string(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  userAgent: z.string(),
  isCurrent: z.boolean(),
})

export const getSessions = browserEndpoint(
  {
    method: 'get',
    path: '/sessions',
    summary: 'Where the operator is signed in',
    needs: 'viewer',
    answer: z.object({ sessions: z.array(listed) }),
  },
  async ({ caller: { context, session } }) => {
    const { database, organization } = context
    const all = await withOrganization(database, organization.id, (tx) =>
      listSessions(tx, session.operatorId, database.clock.now()),
    )
    return {
      sessions: all.map(({ id, userAgent, createdAt, lastSeenAt, expiresAt }) => ({
        id,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        userAgent,
        isCurrent: id === session.id,
      })),
    }
  },
)
