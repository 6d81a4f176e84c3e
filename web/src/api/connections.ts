import { z } from 'zod'
import { enqueued, type Enqueued } from './jobs.ts'
import { optional } from './optional.ts'
import { request } from './request.ts'

export const finding = z.object({
  code: z.string(),
  state: z.enum(['good', 'notice', 'wrong']),
  subject: z.string(),
  message: z.string(),
  nextStep: optional(z.string()),
})
export type Finding = z.infer<typeof finding>

const connection = z.object({
  id: z.string(),
  kind: z.enum(['source', 'ledger']),
  adapter: z.string(),
  label: z.string(),
  connectBy: z.enum(['secret', 'consent', 'command-line']),
  state: z.enum(['connected', 'disconnected', 'files']),
  settings: z.record(z.string(), z.string()),
  findings: z.array(finding),
  lastSucceeded: optional(z.object({ at: z.string(), what: z.string() })),
  lastFailed: optional(z.object({ at: z.string(), why: z.string() })),
  schedule: optional(z.object({ cron: z.string(), timeZone: z.string(), next: z.array(z.string()) })),
  limits: z.object({
    requestsPerSecond: z.number(),
    requestsInFlight: optional(z.number().int()),
    requestsPerDay: optional(z.number().int()),
    readsThisMonth: optional(z.number().int()),
  }),
})
export type Connection = z.infer<typeof connection>

export async function getConnections(): Promise<readonly Connection[]> {
  return (await request('/connections', z.object({ connections: z.array(connection) }))).connections
}

const check = z.object({ account: z.string(), notes: z.array(z.string()), clock: z.string() })
export type ConnectionCheck = z.infer<typeof check>

/** Connects by a secret; nothing that was typed is answered. */
export function connectBySecret(body: Readonly<Record<string, unknown>>): Promise<ConnectionCheck> {
  return request('/connections', check, { method: 'POST', body })
}

/** Begins a consent: the vendor's address to go to. */
export async function beginConsent(body: Readonly<Record<string, unknown>>): Promise<string> {
  return (await request('/connections/consents', z.object({ address: z.string() }), { method: 'POST', body })).address
}

const consentOutcome = z.object({
  connection: z.string(),
  connected: optional(check),
  companies: z.array(z.string()),
})
export type ConsentOutcome = z.infer<typeof consentOutcome>

/** The address that the vendor sent the browser back to, and which company where it reaches several. */
export function answerConsent(address: string, company?: string): Promise<ConsentOutcome> {
  const body = company === undefined ? { address } : { address, company }
  return request('/connections/consents/answer', consentOutcome, { method: 'POST', body })
}

export async function checkConnection(id: string): Promise<readonly Finding[]> {
  const answer = z.object({ findings: z.array(finding) })
  return (await request(`/connections/${id}/check`, answer, { method: 'POST', body: {} })).findings
}

export function syncConnection(id: string): Promise<Enqueued> {
  return request(`/connections/${id}/syncs`, enqueued, { method: 'POST', body: {} })
}

const disconnected = z.object({
  outcome: z.enum(['revoked', 'nothing-to-revoke', 'not-told']),
  reason: optional(z.string()),
})

export function disconnect(id: string, force: boolean): Promise<z.infer<typeof disconnected>> {
  return request(`/connections/${id}`, disconnected, { method: 'DELETE', body: { force } })
}
