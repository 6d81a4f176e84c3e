import { z } from 'zod'
import type { Clock } from '../../src/support/clock.ts'
import { textAnswer, type Answer, type Call } from '../service/call.ts'
import { EmulatedService, type RunningService } from '../service/emulated-service.ts'
import { FaultPlan } from '../service/fault-plan.ts'
import { OAuthGrants, type IssuedTokens } from '../service/oauth-grants.ts'
import { RollingLimit } from '../service/rolling-limit.ts'
import { forbidden, jsonAnswer, notFound, unauthorized } from './answer.ts'
import { allocate, documentRoute } from './document-routes.ts'
import { IdempotencyKeys } from './idempotency.ts'
import { listRoutes } from './list-routes.ts'
import { XeroOrganisation } from './organisation.ts'

const settingsSchema = z.strictObject({
  clientId: z.string().default('sandbox-app'),
  clientSecret: z.string().default('sandbox-app-secret'),
  /** Of one organisation, as published; `off` lifts them. */
  limits: z
    .union([z.strictObject({ perMinute: z.number(), perDay: z.number() }), z.literal('off')])
    .default({ perMinute: 60, perDay: 5000 }),
})

export type XeroEmulatorSettings = z.input<typeof settingsSchema>

export interface XeroEmulator {
  /** The organisation of a tenant id; it is founded when it is first asked for. */
  organisation(tenantId: string): XeroOrganisation
  readonly faults: FaultPlan
  issueTokens(): IssuedTokens
  listen(port?: number): Promise<RunningService>
  /** In place of the network. */
  readonly fetch: typeof globalThis.fetch
}

interface Tenant {
  readonly organisation: XeroOrganisation
  readonly keys: IdempotencyKeys
  readonly minute: RollingLimit
  readonly day: RollingLimit
}

/** The Accounting API of Xero on this machine, with the sign-in service beside it. Written from Xero's documents. */
export function createXeroEmulator(options: {
  readonly clock: Clock
  readonly settings?: XeroEmulatorSettings
}): XeroEmulator {
  const { clock } = options
  const settings = settingsSchema.parse(options.settings ?? {})
  const limits = settings.limits === 'off' ? { perMinute: Infinity, perDay: Infinity } : settings.limits
  const tenants = new Map<string, Tenant>()
  const grants = new OAuthGrants(clock, {
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    accessSeconds: 1800,
    refreshSeconds: 60 * 86_400,
    graceSeconds: 1800,
    refreshLifetimeName: undefined,
    codeSeconds: 300,
  })
  const faults = new FaultPlan()
  const tenantOf = (tenantId: string): Tenant => {
    const known = tenants.get(tenantId)
    if (known !== undefined) return known
    const tenant = {
      organisation: new XeroOrganisation(tenantId, clock),
      keys: new IdempotencyKeys(),
      minute: new RollingLimit(limits.perMinute, 60_000),
      day: new RollingLimit(limits.perDay, 86_400_000),
    }
    tenants.set(tenantId, tenant)
    return tenant
  }
  const service = new EmulatedService({
    clock,
    faults,
    answer: (call) => answer(call, { clock, grants, tenants }),
    throttled: () => tooMany('minute', 60),
    failed: () => textAnswer(500, 'application/json', '{"Message":"An error occurred in Xero."}'),
    expireToken: (call) => {
      grants.expireAccess(call)
    },
    revokeGrant: (call) => {
      grants.revokeGrantOf(call)
    },
  })
  return {
    organisation: (tenantId) => tenantOf(tenantId).organisation,
    faults,
    issueTokens: () => grants.issue(),
    listen: (port) => service.listen(port, '--xero-port'),
    fetch: service.fetch,
  }
}

interface World {
  readonly clock: Clock
  readonly grants: OAuthGrants
  readonly tenants: ReadonlyMap<string, Tenant>
}

function answer(call: Call, { clock, grants, tenants }: World): Answer {
  if (call.path === '/identity/connect/authorize') return grants.authorize(call)
  if (call.path === '/connect/token') return grants.token(call)
  if (call.path === '/connect/revocation') return grants.revoke(call)
  if (!grants.admits(call)) return unauthorized('TokenExpired: token expired')
  if (call.path === '/connections') {
    const rows = [...tenants.values()].map(({ organisation }) => ({
      id: organisation.tenantId,
      tenantId: organisation.tenantId,
      tenantType: 'ORGANISATION',
      tenantName: organisation.settings.name,
    }))
    return jsonAnswer(200, rows)
  }
  const tenant = tenants.get(call.header('xero-tenant-id') ?? '')
  if (tenant === undefined) return forbidden()
  return limited(tenant, clock.now(), () =>
    tenant.keys.answer(call, clock.now(), () => route(tenant.organisation, call, clock.now())),
  )
}

/** Limits come before all else; each answer says what is left of them. */
function limited(tenant: Tenant, now: Date, work: () => Answer): Answer {
  const { minute, day } = tenant
  if (day.left(now) <= 0) return tooMany('day', day.waitSeconds(now))
  if (minute.left(now) <= 0) return tooMany('minute', minute.waitSeconds(now))
  day.count(now)
  minute.count(now)
  const answered = work()
  const left = { 'X-DayLimit-Remaining': String(day.left(now)), 'X-MinLimit-Remaining': String(minute.left(now)) }
  return { ...answered, headers: { ...answered.headers, ...left } }
}

function tooMany(problem: 'minute' | 'day', seconds: number): Answer {
  const headers = { 'X-Rate-Limit-Problem': problem, 'Retry-After': String(seconds) }
  return { status: 429, headers, body: '' }
}

function route(organisation: XeroOrganisation, call: Call, now: Date): Answer {
  const path = /^\/api\.xro\/2\.0(\/.*)$/.exec(call.path)?.[1]
  if (path === undefined) return notFound()
  const [, list, id, allocations] = /^\/(Invoices|CreditNotes)(?:\/([^/]+))?(\/Allocations)?$/.exec(path) ?? []
  if (list === 'Invoices' || list === 'CreditNotes') {
    if (allocations !== undefined && list === 'CreditNotes' && id !== undefined) return allocate(organisation, id, call)
    return documentRoute(organisation, { list, id, call, now })
  }
  const answerList = listRoutes[path]
  if (answerList === undefined || call.method !== 'GET') return notFound()
  const page = call.query.get('page')
  return answerList(organisation, {
    now,
    page: page === null ? undefined : Number(page),
    pageSize: Number(call.query.get('pageSize') ?? '100'),
    includesArchived: call.query.get('includeArchived') === 'true',
  })
}
