import { sendHttp, type HttpAnswer, type SendHttp } from '../../support/http-client.ts'
import type { SourceTools } from '../source.ts'
import { readBody } from './answer.ts'
import { boundedAnswer, failureOfAnswer, refusedCredential, unreadable, type Asked } from './errors.ts'
import { exchange, PassingTrouble, requireSuccess } from './exchange.ts'
import type { Pax8Settings } from './settings.ts'
import { readToken, tokenRequestBody, type IssuedToken } from './token.ts'

export interface Pax8Answer {
  readonly asked: Asked
  /** The body as it came. */
  readonly text: string
  /** The body as JSON, its numbers without loss. */
  readonly value: unknown
  readonly mediaType: string
  /** The answer's Date header. */
  readonly date: string | undefined
  /** Any other header, by its name. */
  readonly header: (name: string) => string | undefined
}

/** Reads the partner API. It can do nothing but GET; the one thing that is ever written is a webhook, see `webhook/`. */
export interface Pax8Client {
  /**
   * @param path Below the base URL, its ids already percent-encoded.
   * @throws {SourceFailure} when no readable answer can be had after bounded retries.
   */
  get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Pax8Answer>
}

export function createPax8Client(settings: Pax8Settings, tools: SourceTools, send: SendHttp = sendHttp): Pax8Client {
  const connection: Connection = { settings, tools, send }
  return {
    get: async (path, query, signal) => {
      const search = new URLSearchParams(query).toString()
      const request = search === '' ? path : `${path}?${search}`
      const asked: Asked = { connectionId: tools.connectionId, place: settings.baseUrl, request }
      const first = await getWithToken(connection, asked, signal)
      if (first.outcome === 'read') return first.answer
      // The token may have been revoked before its time; a second refusal is the credential's.
      await tools.tokens.drop(first.token)
      const second = await getWithToken(connection, asked, signal)
      if (second.outcome === 'read') return second.answer
      throw failureOfAnswer(second.answer, asked, [second.token, settings.clientSecret])
    },
  }
}

interface Connection {
  readonly settings: Pax8Settings
  readonly tools: SourceTools
  readonly send: SendHttp
}

type Attempt =
  | { readonly outcome: 'read'; readonly answer: Pax8Answer }
  | { readonly outcome: 'token-refused'; readonly answer: HttpAnswer; readonly token: string }

async function getWithToken(connection: Connection, asked: Asked, signal: AbortSignal): Promise<Attempt> {
  const { settings, tools, send } = connection
  const token = await tools.tokens.get(() => fetchToken(connection, signal))
  const secrets = [token, settings.clientSecret]
  return exchange(tools, { asked, signal }, async () => {
    const answer = await send({
      method: 'GET',
      url: `${settings.baseUrl}${asked.request}`,
      headers: { Accept: 'application/json', Authorization: `Bearer ${token}` },
      timeoutMilliseconds: settings.timeoutSeconds * 1000,
      signal,
    })
    if (answer.status === 401) return { outcome: 'token-refused', answer, token }
    await requireSuccess(tools, answer, { asked, secrets })
    return { outcome: 'read', answer: readAnswer(answer, asked, secrets) }
  })
}

/** @throws {PassingTrouble} A page of HTML or half a body is a gateway's doing: the next answer may be the API's own. */
function readAnswer(answer: HttpAnswer, asked: Asked, secrets: readonly string[]): Pax8Answer {
  const body = readBody(answer.body)
  if (body.kind === 'not-json') {
    throw new PassingTrouble(unreadable(body.description, asked, boundedAnswer(answer.body, secrets)))
  }
  const mediaType = answer.header('content-type') ?? ''
  return {
    asked,
    text: answer.body,
    value: body.value,
    mediaType,
    date: answer.header('date'),
    header: (name) => answer.header(name),
  }
}

/** A new token, for whoever speaks to Pax8 under this connection. @throws {SourceFailure} */
export async function fetchToken({ settings, tools, send }: Connection, signal: AbortSignal): Promise<IssuedToken> {
  const asked: Asked = {
    connectionId: tools.connectionId,
    place: settings.tokenUrl,
    request: 'the request for a token',
  }
  const secrets = [settings.clientSecret]
  return exchange(tools, { asked, signal }, async () => {
    const answer = await send({
      method: 'POST',
      url: settings.tokenUrl,
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: tokenRequestBody(settings),
      timeoutMilliseconds: settings.timeoutSeconds * 1000,
      signal,
    })
    // 400 too: OAuth servers answer so when they do not know the client or the audience.
    if ([400, 401, 403].includes(answer.status)) throw refusedCredential(answer, asked, secrets)
    await requireSuccess(tools, answer, { asked, secrets })
    return readToken(answer, asked, { now: tools.clock.now(), secrets })
  })
}
