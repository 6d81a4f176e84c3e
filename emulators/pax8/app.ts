import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { messageOf } from '../../src/support/failure.ts'
import { queryText, type Pax8App, type Pax8Env } from './call.ts'
import type { Pax8Context } from './context.ts'
import { problemResponse, Problem } from './errors.ts'
import { failedResponse, isDropped } from './failures.ts'
import { fitsPath } from './path-pattern.ts'
import type { RequestLog } from './request-log.ts'
import { companyRoutes } from './routes/companies.ts'
import { contactRoutes } from './routes/contacts.ts'
import { emulatorControlRoutes } from './routes/emulator-control.ts'
import { invoiceRoutes } from './routes/invoices.ts'
import { orderRoutes } from './routes/orders.ts'
import { productRoutes } from './routes/products.ts'
import { subscriptionRoutes } from './routes/subscriptions.ts'
import { tokenRoute } from './routes/token.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { usageRoutes } from './routes/usage.ts'

type Middleware = MiddlewareHandler<Pax8Env>

/** The vendor's paths under `/v1` and the emulator's own under `/_emulator`. */
export function createApp(shared: Pax8Context, log: RequestLog, controls?: Hono): Pax8App {
  const app: Pax8App = new Hono<Pax8Env>()
  app.use('*', stampDate(shared))
  app.use('/v1/*', logCall(log), meetTrouble(shared), refuseWrites, authenticate(shared))
  app.use('/api/v2/*', logCall(log), meetTrouble(shared), authenticate(shared))
  webhookRoutes(app, shared)
  emulatorControlRoutes(app, shared)
  if (controls !== undefined) app.route('/_emulator', controls)
  tokenRoute(app, shared)
  companyRoutes(app, shared)
  contactRoutes(app, shared)
  productRoutes(app, shared)
  orderRoutes(app, shared)
  subscriptionRoutes(app, shared)
  usageRoutes(app, shared)
  invoiceRoutes(app, shared)
  app.notFound((context) => refuse(context, new Problem(404, 'No such endpoint')))
  app.onError((error, context) => refuse(context, error instanceof Problem ? error : unexpected(error)))
  return app
}

/** Every answer carries the emulator's time, so that a client can find out that a clock is off. */
function stampDate({ clock, faults }: Pax8Context): Middleware {
  return async (context, next) => {
    await next()
    if (isDropped(context.res)) return
    const skew = faults.switches.dateSkewSeconds * 1000
    context.res.headers.set('Date', new Date(clock.now().getTime() + skew).toUTCString())
    for (const [name, value] of Object.entries(faults.switches.limitHeaders)) context.res.headers.set(name, value)
  }
}

function logCall(log: RequestLog): Middleware {
  return async (context, next) => {
    await next()
    const { req, res } = context
    const query = queryText(req.url)
    log.add({ method: req.method, path: req.path, query, status: isDropped(res) ? 0 : res.status })
  }
}

/** Trouble comes before authentication, as it does from a gateway. */
function meetTrouble({ clock, faults, callLimit, state }: Pax8Context): Middleware {
  return async (context, next) => {
    state.subscriptions.startScheduled(clock.now())
    const wait = callLimit.waitSeconds(clock.now(), faults.switches.callsPerMinute)
    const rule = faults.failureOf(context.req.path)
    if (wait !== undefined) {
      const headers = { 'Retry-After': String(wait) }
      return problemResponse(new Problem(429, 'Too many requests'), context.req.path, headers)
    }
    if (rule === undefined) return next()
    const proceed = async (): Promise<Response> => {
      await next()
      return context.res
    }
    const failed = await failedResponse(rule, context, { clock, proceed })
    context.res = failed
    return undefined
  }
}

/** Of the partner API reading is all that is emulated; webhooks are made beside it, under `/api/v2`. */
const refuseWrites: Middleware = async (context, next) => {
  const isTokenCall = context.req.path === '/v1/token'
  const allowed = isTokenCall ? 'POST' : 'GET'
  if (context.req.method === allowed) return next()
  const problem = new Problem(405, `${context.req.method} is not available here; use ${allowed}`)
  return problemResponse(problem, context.req.path, { Allow: allowed })
}

function authenticate({ tokens, faults }: Pax8Context): Middleware {
  return async (context, next) => {
    const { path } = context.req
    if (path === '/v1/token') return next()
    const token = /^bearer (\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
    const holder = token === undefined ? undefined : tokens.holderOf(token, faults.switches.tokenLifetimeSeconds)
    if (holder === undefined) throw new Problem(401, 'Unauthorized')
    if (holder.deniedPaths.some((pattern) => fitsPath(pattern, path))) throw new Problem(403, 'Access denied')
    return next()
  }
}

function refuse(context: Context<Pax8Env>, problem: Problem): Response {
  return problemResponse(problem, context.req.path)
}

/** A defect of the emulator must look like one, not like an answer of Pax8. */
function unexpected(error: Error): Problem {
  return new Problem(500, `The Pax8 emulator failed: ${messageOf(error)}`)
}
