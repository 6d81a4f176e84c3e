import { z } from 'zod'
import { csrfTokenOf } from '../../app/operators/secret-token.ts'
import { roles } from '../../domain/role.ts'
import type { BrowserCaller } from '../endpoint.ts'

export const instant = z.iso.datetime()

export const sessionAnswer = z.object({
  operator: z.object({ id: z.string(), name: z.string(), role: z.enum(roles) }),
  organization: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }),
  csrfToken: z.string(),
  expiresAt: instant,
})

export function toSessionAnswer({
  session,
  context,
  token,
}: Omit<BrowserCaller, 'operator'>): z.input<typeof sessionAnswer> {
  const { id, name, timeZone } = context.organization
  return {
    operator: { id: session.operatorId, name: session.name, role: session.role },
    organization: { id, name, timeZone },
    csrfToken: csrfTokenOf(token),
    expiresAt: session.expiresAt.toISOString(),
  }
}
