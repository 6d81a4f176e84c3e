import { z } from 'zod'
import { rememberCsrfToken, request } from './request.ts'

const session = z.object({
  operator: z.object({
    id: z.string(),
    name: z.string(),
    role: z.enum(['viewer', 'operator', 'approver', 'administrator']),
  }),
  organization: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }),
  csrfToken: z.string(),
})
export type Session = z.infer<typeof session>

export async function getSession(): Promise<Session> {
  return begin(await request('/session', session))
}

export async function signIn(name: string, password: string): Promise<Session> {
  return begin(await request('/session', session, { method: 'POST', body: { name, password } }))
}

export async function signOut(): Promise<void> {
  await request('/session', z.undefined(), { method: 'DELETE' })
  rememberCsrfToken(undefined)
}

/** Makes the first administrator, by the token of the one-time link. */
export async function setUp(token: string, name: string, password: string): Promise<Session> {
  return begin(await request('/setup', session, { method: 'POST', body: { token, name, password } }))
}

function begin(begun: Session): Session {
  rememberCsrfToken(begun.csrfToken)
  return begun
}
