import { z } from 'zod'
import { request } from './request.ts'
import { roles, type Role } from './users.ts'

export const sessionsAnswer = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      createdAt: z.string(),
      lastSeenAt: z.string(),
      expiresAt: z.string(),
      userAgent: z.string(),
      isCurrent: z.boolean(),
    }),
  ),
})
export type OwnSession = z.infer<typeof sessionsAnswer>['sessions'][number]

export const tokensAnswer = z.object({
  tokens: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(roles),
      scopes: z.array(z.string()),
      createdAt: z.string(),
      expiresAt: z.string(),
      lastUsedAt: z.string().nullable(),
    }),
  ),
  scopes: z.array(z.string()),
})
export type Tokens = z.infer<typeof tokensAnswer>
export type ApiToken = Tokens['tokens'][number]

/** Where the operator is signed in. */
export async function getSessions(): Promise<readonly OwnSession[]> {
  const { sessions } = await request('/sessions', sessionsAnswer)
  return sessions
}

export async function endSession(id: string): Promise<void> {
  await request(`/sessions/${id}`, z.undefined(), { method: 'DELETE' })
}

export async function changePassword(current: string, next: string): Promise<void> {
  await request('/password', z.undefined(), { method: 'POST', body: { current, next } })
}

export function getTokens(): Promise<Tokens> {
  return request('/tokens', tokensAnswer)
}

/** Makes a token, and tells it: the server never tells it again. */
export async function createToken(asked: {
  name: string
  role: Role
  scopes: readonly string[]
  days: number
}): Promise<string> {
  const { token } = await request('/tokens', z.object({ token: z.string() }), { method: 'POST', body: asked })
  return token
}

export async function revokeToken(id: string): Promise<void> {
  await request(`/tokens/${id}`, z.undefined(), { method: 'DELETE' })
}
