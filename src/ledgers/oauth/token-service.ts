import type { Clock } from '../../support/clock.ts'
import { messageOf } from '../../support/failure.ts'
import { InvalidJson, parseJson } from '../../support/json.ts'
import { LedgerAuthentication, LedgerThrottled, LedgerUnavailable } from '../errors.ts'
import type { LedgerTools, OAuthTokens } from '../gateway.ts'
import { callHttp, type HttpAnswer } from '../http/http-call.ts'
import { retryAfterMilliseconds } from '../http/retry-after.ts'
import { wireTokenError, wireTokens, type WireTokens } from './wire-tokens.ts'

/** A vendor's sign-in service, and the app of ours that it knows. */
export interface TokenService {
  /** What a person connects: `QuickBooks`. */
  readonly label: string
  /** The service itself: `Intuit's sign-in service`. */
  readonly name: string
  /** Whose app keys they are: `Intuit`. */
  readonly vendor: string
  /** What to check when the app's keys are refused. */
  readonly keysHint: string
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /** Where the keys stand: in the Authorization header, or among the parameters. */
  readonly keysIn: 'header' | 'body'
  readonly bodyAs: 'form' | 'json'
  readonly headers: Readonly<Record<string, string>>
  readonly traceHeaders: readonly string[]
  /** Documented lifetimes, for an answer that leaves them out. */
  readonly usualAccessSeconds: number
  readonly usualRefreshSeconds: number
  readonly timeoutSeconds: number
}

export interface TokenTools {
  readonly clock: Clock
  readonly signal?: AbortSignal
  readonly fetch?: LedgerTools['fetch']
}

/** Turns the code of a grant into the first tokens. @throws {LedgerAuthentication} when the code is no longer good. */
export function exchangeCode(
  service: TokenService,
  { code, redirectUri }: { readonly code: string; readonly redirectUri: string },
  tools: TokenTools,
): Promise<OAuthTokens> {
  return requestTokens(service, { grant_type: 'authorization_code', code, redirect_uri: redirectUri }, tools)
}

/**
 * Asks for a new access token. The answer may hold a new refresh token too, and the old one then ends, so this is
 * called under the connection's lock and its answer is stored before it is used.
 * @throws {LedgerAuthentication} when a person has to connect again.
 * @throws {LedgerUnavailable} when no answer came; the tokens stay as they are.
 */
export function refreshTokens(
  service: TokenService,
  current: OAuthTokens,
  tools: TokenTools,
  more: Readonly<Record<string, string>> = {},
): Promise<OAuthTokens> {
  const parameters = { grant_type: 'refresh_token', refresh_token: current.refreshToken, ...more }
  return requestTokens(service, parameters, tools)
}

/** Ends the grant at the vendor. A token that it no longer knows is ended already. */
export async function revokeTokens(
  service: TokenService,
  { url, bodyAs, parameters }: { url: string; bodyAs: TokenService['bodyAs']; parameters: Record<string, string> },
  signal: AbortSignal,
): Promise<void> {
  const answer = await ask({ ...service, bodyAs }, { url, parameters, signal, fetch: undefined })
  const isEnded = answer.status === 200 || answer.status === 204 || answer.status === 400
  if (!isEnded) throw refusalOf(service, answer)
}

/** @throws as `refreshTokens` does. */
export async function requestTokens(
  service: TokenService,
  parameters: Readonly<Record<string, string>>,
  { clock, signal, fetch }: TokenTools,
): Promise<OAuthTokens> {
  // Lifetimes count from before the request, so that we never think a token good for longer than it is.
  const askedAt = clock.now()
  const answer = await ask(service, { url: service.tokenUrl, parameters, signal, fetch })
  if (answer.status !== 200) throw refusalOf(service, answer)
  const tokens = wireTokens.safeParse(jsonOf(answer))
  // An error is never taken for tokens, even under HTTP 200: storing it would lose the grant.
  if (!tokens.success) throw refusalOf(service, answer)
  return storable(service, tokens.data, askedAt)
}

function storable(service: TokenService, tokens: WireTokens, askedAt: Date): OAuthTokens {
  const after = (seconds: number): string => new Date(askedAt.getTime() + seconds * 1000).toISOString()
  const hardEnd = tokens.x_refresh_token_hard_expires_in
  const refreshSeconds = tokens.x_refresh_token_expires_in ?? tokens.refresh_token_expires_in
  return {
    accessToken: tokens.access_token,
    accessExpiresAt: after(tokens.expires_in ?? service.usualAccessSeconds),
    refreshToken: tokens.refresh_token,
    refreshExpiresAt: after(refreshSeconds ?? service.usualRefreshSeconds),
    grantEndsAt: hardEnd === undefined ? undefined : after(hardEnd),
  }
}

async function ask(
  service: TokenService,
  request: {
    url: string
    parameters: Readonly<Record<string, string>>
    signal: AbortSignal | undefined
    fetch: LedgerTools['fetch']
  },
): Promise<HttpAnswer> {
  const { clientId, clientSecret, keysIn, bodyAs } = service
  const keys = keysIn === 'body' ? { client_id: clientId, client_secret: clientSecret } : {}
  const parameters = { ...request.parameters, ...keys }
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  try {
    return await callHttp({
      method: 'POST',
      url: request.url,
      headers: {
        accept: 'application/json',
        ...(keysIn === 'header' ? { authorization: basic } : {}),
        'content-type': bodyAs === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
        ...service.headers,
      },
      body: bodyAs === 'json' ? JSON.stringify(parameters) : new URLSearchParams(parameters).toString(),
      timeoutSeconds: service.timeoutSeconds,
      signal: request.signal,
      fetch: request.fetch,
      traceHeaders: service.traceHeaders,
    })
  } catch (cause) {
    request.signal?.throwIfAborted()
    const message = `${service.name} at ${new URL(request.url).host} did not answer: ${messageOf(cause)}. The stored tokens are unchanged; try again.`
    throw new LedgerUnavailable(message, { cause })
  }
}

/** Why the sign-in service gave no tokens. Only its error's name enters a message: its text could quote a token. */
function refusalOf(service: TokenService, answer: HttpAnswer): Error {
  const options = { traceId: answer.traceId }
  if (answer.status === 429) {
    const wait = retryAfterMilliseconds(answer)
    return new LedgerThrottled(`${service.name} asks to wait. The stored tokens are unchanged.`, wait, options)
  }
  const error = wireTokenError.safeParse(jsonOf(answer))
  const name = error.success ? error.data.error : 'no error named'
  if (name === 'invalid_grant') {
    const message = `${service.label} no longer accepts the stored grant (invalid_grant): it expired, was taken back, or was used twice. Connect ${service.label} again.`
    return new LedgerAuthentication(message, options)
  }
  if (answer.status === 401 || name === 'invalid_client' || name === 'unauthorized_client') {
    const message = `${service.vendor} does not accept the app's keys (${name}). ${service.keysHint}`
    return new LedgerAuthentication(message, options)
  }
  const message = `${service.name} gave no tokens (HTTP ${String(answer.status)}, ${name}). The stored ones are unchanged; try again.`
  return new LedgerUnavailable(message, options)
}

function jsonOf({ text }: HttpAnswer): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof InvalidJson) return undefined
    throw error
  }
}
