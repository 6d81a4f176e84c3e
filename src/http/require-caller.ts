import type { Context } from 'hono'
import { bearerOf, roleOfBearer } from '../app/operators/api-tokens.ts'
import { holdsRole } from '../domain/role.ts'
import type { ApiTools, Caller, Endpoint } from './endpoint.ts'
import { Forbidden, TokenRefused } from './errors.ts'
import { callerOfCookie } from './session-cookie.ts'
import { scopeOf } from './token-scopes.ts'

/**
 * Who asks, by the session of a browser or the token of a program, and that he may ask this.
 * @throws {SessionMissing | TokenRefused | Forbidden}
 */
export async function requireCaller(http: Context, tools: ApiTools, endpoint: Endpoint): Promise<Caller> {
  const authorization = http.req.header('authorization')
  const caller =
    authorization === undefined
      ? await callerOfCookie(http, tools)
      : await callerOfToken(authorization, tools, endpoint)
  const { name, role } = caller.operator
  if (endpoint.needs !== 'nobody' && !holdsRole(role, endpoint.needs)) {
    throw new Forbidden(`This needs the role ${endpoint.needs}; ${name} is ${role}.`)
  }
  return { ...caller, context: { ...caller.context, role } }
}

async function callerOfToken(authorization: string, { database }: ApiTools, endpoint: Endpoint): Promise<Caller> {
  const found = await bearerOf(database, /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '')
  if (found === undefined) throw new TokenRefused()
  const { bearer, context, token } = found
  const scope = scopeOf(endpoint)
  if (scope === undefined) throw new Forbidden('This is done by a person in a browser, not by a token.')
  if (!bearer.scopes.includes(scope)) throw new Forbidden(`The token "${bearer.name}" has not the scope ${scope}.`)
  const operator = { id: bearer.operatorId, name: context.actor, role: roleOfBearer(bearer) }
  return { context, operator, session: undefined, token }
}
