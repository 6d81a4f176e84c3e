import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { csrfTokenOf, readSecretToken, type SecretToken } from '../app/operators/secret-token.ts'
import type { Organization } from '../store/organizations.ts'
import { withOrganization } from '../store/database.ts'
import { currentOrganization, listOrganizations } from '../store/organizations.ts'
import { findSession, touchSession } from '../store/operator-sessions.ts'
import type { ApiTools, Caller } from './endpoint.ts'
import { Forbidden, SessionMissing } from './errors.ts'

const cookieName = 'seatledger_session'
const csrfHeader = 'x-seatledger-csrf'
const touchMilliseconds = 60_000

/** No script can read it, and no other site can make a browser send it. */
export function giveCookie(http: Context, token: SecretToken, isSecure: boolean): void {
  setCookie(http, cookieName, token.text, { httpOnly: true, sameSite: 'Strict', path: '/', secure: isSecure })
}

export function takeCookie(http: Context): void {
  deleteCookie(http, cookieName, { path: '/' })
}

/** @throws {SessionMissing | Forbidden} for who is not signed in, or changes something without the page's own token. */
export async function callerOfCookie(http: Context, { database }: ApiTools): Promise<Caller> {
  const token = readSecretToken(getCookie(http, cookieName) ?? '')
  if (token === undefined) throw new SessionMissing()
  const { organization, session } = await withOrganization(database, token.organizationId, async (tx) => {
    const now = database.clock.now()
    const found = await findSession(tx, token.sha256, now)
    if (found !== undefined && now.getTime() - found.lastSeenAt.getTime() > touchMilliseconds) {
      await touchSession(tx, found.id, now)
    }
    return { organization: await currentOrganization(tx), session: found }
  })
  if (organization === undefined || session === undefined) throw new SessionMissing()
  if (http.req.method !== 'GET') requireCsrfToken(http, token)
  const operator = { id: session.operatorId, name: session.name, role: session.role }
  return { context: { database, organization, actor: session.name }, operator, session, token }
}

/** Browsers say where a request comes from; what another site's page makes them send is refused. @throws {Forbidden} */
export function requireSameOrigin(http: Context): void {
  const site = http.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') {
    throw new Forbidden('This request was made by a page of another site.')
  }
}

function requireCsrfToken(http: Context, token: SecretToken): void {
  const given = Buffer.from(http.req.header(csrfHeader) ?? '')
  const expected = Buffer.from(csrfTokenOf(token))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Forbidden('The header X-SeatLedger-CSRF is missing or not that of this session: load the page again.')
  }
}

/** The organization that is signed in to: the only one, or the one that is named. */
export async function chooseOrganization(
  { database }: ApiTools,
  named: string | undefined,
): Promise<Organization | undefined> {
  const all = await listOrganizations(database)
  if (named === undefined) return all.length === 1 ? all[0] : undefined
  return all.find(({ id, name }) => id === named || name === named)
}
