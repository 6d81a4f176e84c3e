import type { Context } from 'hono'
import type { z } from 'zod'
import { signIn } from '../app/operators/sign-in.ts'
import { withOrganization } from '../store/database.ts'
import { findSession } from '../store/operator-sessions.ts'
import { toSessionAnswer, type sessionAnswer } from './contract/session.ts'
import type { ApiTools } from './endpoint.ts'
import { SessionMissing } from './errors.ts'
import { chooseOrganization, giveCookie } from './session-cookie.ts'

/** Signs in, gives the browser its cookie, and says who that is. */
export async function answerSignIn(
  http: Context,
  tools: ApiTools,
  organizationId: string,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<z.input<typeof sessionAnswer>> {
  const { database, passwordCost, isSecure } = tools
  const request = { name, password, userAgent: http.req.header('user-agent') ?? '' }
  const token = await signIn(database, organizationId, request, passwordCost)
  const organization = await chooseOrganization(tools, organizationId)
  const now = database.clock.now()
  const session = await withOrganization(database, organizationId, (tx) => findSession(tx, token.sha256, now))
  if (organization === undefined || session === undefined) throw new SessionMissing()
  giveCookie(http, token, isSecure)
  return toSessionAnswer({ context: { database, organization, actor: session.name }, session, token })
}
