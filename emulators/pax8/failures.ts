import type { Context } from 'hono'
import type { Clock } from '../../src/support/clock.ts'
import type { Pax8Env } from './call.ts'
import { problemResponse, Problem, type ProblemStatus } from './errors.ts'
import type { FailureRule } from './fault-switches.ts'

type Proceed = () => Promise<Response>

/** Answers a call with the trouble that its rule names; `proceed` gives the true answer where that is needed. */
export async function failedResponse(
  rule: FailureRule,
  context: Context<Pax8Env>,
  { clock, proceed }: { readonly clock: Clock; readonly proceed: Proceed },
): Promise<Response> {
  const problem = (status: ProblemStatus, message: string): Response =>
    problemResponse(new Problem(status, message), context.req.path, retryAfter(rule, clock))
  switch (rule.kind) {
    case 'throttled':
      return problem(429, 'Too many requests')
    case 'timeout':
      return problem(408, 'Request timeout')
    case 'server-error':
      return problem(500, 'An unexpected error occurred')
    case 'unavailable':
      return problem(503, 'Service unavailable')
    case 'unauthorized':
      return problem(401, 'Unauthorized')
    case 'forbidden':
      return problem(403, 'Access denied')
    case 'gateway-page':
      return htmlPage(502)
    case 'page-instead-of-data':
      return htmlPage(200)
    case 'truncated-body':
      return truncated(await proceed())
    case 'cut-connection':
      return cutConnection(await proceed(), context, clock.now())
    case 'connection-reset':
      context.env.incoming?.socket.resetAndDestroy()
      return droppedResponse()
    case 'slow':
      await clock.sleep(rule.milliseconds ?? 10_000)
      return proceed()
    case 'hang':
      await untilGivenUp(context)
      return droppedResponse()
  }
}

const droppedHeader = 'x-hono-already-sent'

/** Stands for "no answer": the server writes nothing for it, and an in-process call fails as a dropped one does. */
function droppedResponse(): Response {
  return new Response(null, { headers: { [droppedHeader]: 'true' } })
}

export function isDropped(response: Response): boolean {
  return response.headers.has(droppedHeader)
}

function retryAfter(rule: FailureRule, clock: Clock): Record<string, string> {
  if (rule.retryAfterSeconds === undefined) return {}
  if (rule.retryAfterAsDate !== true) return { 'Retry-After': String(rule.retryAfterSeconds) }
  return { 'Retry-After': new Date(clock.now().getTime() + rule.retryAfterSeconds * 1000).toUTCString() }
}

function htmlPage(status: number): Response {
  const body = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n'
  return new Response(body, { status, headers: { 'Content-Type': 'text/html' } })
}

/** A complete answer to HTTP, with a body that stops in the middle of the JSON. */
async function truncated(response: Response): Promise<Response> {
  const text = await response.text()
  const headers = { 'Content-Type': 'application/json' }
  return new Response(text.slice(0, Math.ceil(text.length / 2)), { status: response.status, headers })
}

/** Announces the whole length, sends half and closes the connection. */
async function cutConnection(response: Response, context: Context<Pax8Env>, now: Date): Promise<Response> {
  const body = Buffer.from(await response.arrayBuffer())
  const { outgoing } = context.env
  if (outgoing === undefined) return droppedResponse()
  const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length, Date: now.toUTCString() }
  outgoing.writeHead(response.status, headers)
  await new Promise<void>((resolve) => {
    outgoing.write(body.subarray(0, Math.ceil(body.length / 2)), () => {
      outgoing.destroy()
      resolve()
    })
  })
  return droppedResponse()
}

/** Never answers; ends when the client, or the emulator's shutdown, closes the connection. */
function untilGivenUp(context: Context<Pax8Env>): Promise<void> {
  return new Promise((resolve) => {
    context.env.outgoing?.once('close', resolve)
    context.req.raw.signal.addEventListener('abort', () => {
      resolve()
    })
  })
}
