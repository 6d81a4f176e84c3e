import { z } from 'zod'
import type { ConnectionView } from '../../app/connections/show-connections.ts'
import type { HealthFinding } from '../../app/doctor/finding.ts'
import { instant } from './session.ts'

export const findingAnswer = z.object({
  code: z.string(),
  state: z.enum(['good', 'notice', 'wrong']),
  subject: z.string(),
  message: z.string(),
  nextStep: z.string().nullable(),
})

export function toFindingAnswer({ nextStep, ...finding }: HealthFinding): z.input<typeof findingAnswer> {
  return { ...finding, nextStep: nextStep ?? null }
}

export const connectionAnswer = z.object({
  id: z.string(),
  kind: z.enum(['source', 'ledger']),
  adapter: z.string(),
  label: z.string(),
  connectBy: z.enum(['secret', 'consent', 'command-line']),
  state: z.enum(['connected', 'disconnected', 'files']),
  /** What was stated to connect it, as text; its secrets are told to nobody. */
  settings: z.record(z.string(), z.string()),
  findings: z.array(findingAnswer),
  lastSucceeded: z.object({ at: instant, what: z.string() }).nullable(),
  lastFailed: z.object({ at: instant, why: z.string() }).nullable(),
  schedule: z.object({ cron: z.string(), timeZone: z.string(), next: z.array(instant) }).nullable(),
  limits: z.object({
    requestsPerSecond: z.number(),
    requestsInFlight: z.int().nullable(),
    requestsPerDay: z.int().nullable(),
    readsThisMonth: z.int().nullable(),
  }),
})

export function toConnectionAnswer(view: ConnectionView): z.input<typeof connectionAnswer> {
  const { connection, label, connectBy, state, findings, lastSucceeded, lastFailed, schedule, limits } = view
  const { id, kind, adapter, settings } = connection
  return {
    ...{ id, kind, adapter, label, connectBy, state },
    settings: textsOf(settings),
    findings: findings.map(toFindingAnswer),
    lastSucceeded: lastSucceeded === undefined ? null : { ...lastSucceeded, at: lastSucceeded.at.toISOString() },
    lastFailed: lastFailed === undefined ? null : { ...lastFailed, at: lastFailed.at.toISOString() },
    schedule:
      schedule === undefined
        ? null
        : { cron: schedule.cron, timeZone: schedule.timeZone, next: schedule.next.map((at) => at.toISOString()) },
    limits: {
      requestsPerSecond: limits.requestsPerSecond,
      requestsInFlight: limits.requestsInFlight ?? null,
      requestsPerDay: limits.requestsPerDay ?? null,
      readsThisMonth: limits.readsThisMonth ?? null,
    },
  }
}

/** Only what can be shown in one line; a mapping of columns cannot. */
function textsOf(settings: unknown): Record<string, string> {
  if (typeof settings !== 'object' || settings === null) return {}
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, String(value)]]
        : [],
    ),
  )
}

export const connectionParams = z.object({ id: z.string().max(40) })

const text = z.string().trim().min(1).max(500)
const secret = z.string().min(1).max(1000)
const name = z.string().max(60)

/**
 * What a person types to connect by a secret. The addresses of the vendors are not among it: a server that calls what a
 * page tells it to would call into its own network.
 */
export const newConnection = z.discriminatedUnion('adapter', [
  z.strictObject({
    adapter: z.literal('pax8'),
    name,
    clientId: text,
    clientSecret: secret,
    partnerName: text.optional(),
    requestsPerSecond: z.number().positive().max(1000).optional(),
  }),
  z.strictObject({
    adapter: z.literal('webhook'),
    name,
    url: text.startsWith('https://', 'must begin with https://; another one is connected at the command line'),
    secret,
    company: text.optional(),
    homeCurrency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'is a currency of three capital letters')
      .optional(),
  }),
])
export type NewConnection = z.output<typeof newConnection>

/** What a person types before the vendor asks for consent. */
export const newConsent = z.discriminatedUnion('adapter', [
  z.strictObject({
    adapter: z.literal('quickbooks-online'),
    name,
    clientId: text,
    clientSecret: secret,
    redirectUri: text,
    environment: z.enum(['production', 'sandbox']),
  }),
  z.strictObject({
    adapter: z.literal('xero'),
    name,
    clientId: text,
    clientSecret: secret,
    redirectUri: text,
    documentStatus: z.enum(['authorised', 'submitted', 'draft']).optional(),
  }),
])

export const checkAnswer = z.object({ account: z.string(), notes: z.array(z.string()), clock: z.string() })
