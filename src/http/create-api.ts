import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { SignInLocked } from '../app/operators/operator-failures.ts'
import { InvalidJson } from '../support/json.ts'
import { InvalidInput, messageOf } from '../support/failure.ts'
import { callerAddress } from './caller-address.ts'
import { addDocumentation } from './documentation-page.ts'
import type { ApiTools, Caller, Endpoint } from './endpoint.ts'
import { errorAnswer, statusOf } from './errors.ts'
import { openApiDocument } from './open-api-document.ts'
import { endpoints } from './endpoints.ts'
import { callerLimit, RequestRate, strangerLimit, TooManyRequests } from './request-rate.ts'
import { requireCaller } from './require-caller.ts'
import { requireSameOrigin } from './session-cookie.ts'
import { scopesOf } from './token-scopes.ts'

/** A billing config of thousands of clients has a few megabytes. */
const largestBody = 8 * 1024 * 1024

const scopes = scopesOf(endpoints)

/** All endpoints below `/api/v1`, for the server to mount there. `tools` gives undefined while there is no database. */
export function createApi(tools: () => ApiTools | undefined): Hono {
  const api = new Hono()
  const rate = new RequestRate()
  api.use(bodyLimit({ maxSize: largestBody, onError: (http) => http.json(tooLarge, 413) }))
  addDocumentation(api, endpoints)
  api.get('/openapi.json', (http) => http.json(openApiDocument(endpoints)))
  for (const each of endpoints) {
    api.on(each.method.toUpperCase(), each.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (http) => {
      const now = tools()
      if (now === undefined) return http.json(starting, 503)
      http.header('cache-control', 'no-store')
      return answer(each, now, http, rate)
    })
  }
  return api
}

async function answer(endpoint: Endpoint, tools: ApiTools, http: Context, rate: RequestRate): Promise<Response> {
  try {
    requireSameOrigin(http)
    const caller = await admit(http, tools, endpoint, rate)
    const body = endpoint.body === undefined ? undefined : await readBody(http)
    const parts = { params: http.req.param(), query: http.req.query(), body }
    requireStorableText(parts)
    const value = await endpoint.answerTo(parts, { ...tools, scopes }, http, caller)
    if (value instanceof Response) return value
    if (endpoint.status === 204) return http.body(null, 204)
    if (endpoint.file !== undefined) return fileResponse(http, endpoint.file, fileAnswer.parse(value))
    return http.body(JSON.stringify(value), endpoint.status, { 'content-type': 'application/json; charset=utf-8' })
  } catch (error) {
    const status = statusOf(error)
    if (status === 500) tools.database.logger.error({ error: stackOf(error), path: endpoint.path }, 'a request failed')
    if (error instanceof SignInLocked || error instanceof TooManyRequests)
      http.header('retry-after', String(error.seconds))
    return http.json(errorAnswer(error), status)
  }
}

const fileAnswer = z.object({ name: z.string(), content: z.instanceof(Uint8Array<ArrayBuffer>) })

/** For the browser to store, and never to show as a page of ours. */
function fileResponse(http: Context, mediaType: string, { name, content }: z.output<typeof fileAnswer>): Response {
  return http.body(content, 200, {
    'content-type': mediaType,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  })
}

/** Who asks, where that has to be known, once his requests were counted: a stranger's by the address that he comes from. */
async function admit(
  http: Context,
  tools: ApiTools,
  endpoint: Endpoint,
  rate: RequestRate,
): Promise<Caller | undefined> {
  const now = tools.database.clock.now()
  const countStranger = (): void => {
    const address = callerAddress(http, tools.isBehindProxy === true)
    if (address !== undefined) rate.take(`address ${address}`, strangerLimit, now)
  }
  if (endpoint.needs === 'nobody') {
    countStranger()
    return undefined
  }
  const caller = await requireCaller(http, tools, endpoint).catch((error: unknown) => {
    if (statusOf(error) === 401) countStranger()
    throw error
  })
  rate.take(`caller ${caller.token.sha256}`, callerLimit, now)
  return caller
}

async function readBody(http: Context): Promise<unknown> {
  try {
    return JSON.parse(await http.req.text()) as unknown
  } catch (error) {
    throw new InvalidJson(`The body is not JSON: ${messageOf(error)}`, { cause: error })
  }
}

/** PostgreSQL holds no character zero in a text: told to the caller, before anything is done. @throws {InvalidInput} */
function requireStorableText(parts: object): void {
  const holdsZero = (text: string): boolean => text.includes('\0')
  const texts = [parts]
  for (const each of texts) {
    for (const [name, value] of Object.entries(each) as [string, unknown][]) {
      if (holdsZero(name) || (typeof value === 'string' && holdsZero(value))) {
        throw new InvalidInput('The request holds the character zero (\\u0000), which no text here may hold.')
      }
      if (typeof value === 'object' && value !== null) texts.push(value)
    }
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : messageOf(error)
}

const tooLarge = { error: { code: 'input.too-large', message: 'The body is larger than 8 MB.' } }
const starting = { error: { code: 'store.not-ready', message: 'SeatLedger is starting or stopping.' } }
