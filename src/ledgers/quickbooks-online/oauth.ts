import { messageOf } from '../../support/failure.ts'
import { LedgerAuthentication, LedgerThrottled, LedgerUnavailable } from '../errors.ts'
import type { LedgerTools, OAuthTokens } from '../gateway.ts'
import type { Clock } from '../../support/clock.ts'
import { InvalidJson, parseJson } from '../../support/json.ts'
import { callHttp, type HttpAnswer } from './http-call.ts'
import { retryAfterMilliseconds } from './retry-after.ts'
import type { QuickBooksOnlineApp } from './settings.ts'
import { wireTokenError, wireTokens, type WireTokens } from './wire.ts'

export const accountingScope = 'com.intuit.quickbooks.accounting'

/** Documented lifetimes, for an answer that leaves them out: an hour, and a hundred days. */
const usualAccessSeconds = 3600
const usualRefreshSeconds = 8_640_000

interface TokenTools {
  readonly clock: Clock
  readonly signal?: AbortSignal
  readonly fetch?: LedgerTools['fetch']
}

/** Turns the code of a grant into the first tokens. @throws {LedgerAuthentication} when the code is no longer good. */
export function exchangeCode(app: QuickBooksOnlineApp, code: string, tools: TokenTools): Promise<OAuthTokens> {
  return requestTokens(app, { grant_type: 'authorization_code', code, redirect_uri: app.redirectUri }, tools)
}

/**
 * Asks for a new access token. The answer may hold a new refresh token too, and the old one then ends, so this is
 * called under the connection's lock and its answer is stored before it is used.
 * @throws {LedgerAuthentication} when a person has to connect again.
 * @throws {LedgerUnavailable} when no answer came; the tokens stay as they are.
 */
export function refreshTokens(app: QuickBooksOnlineApp, current: OAuthTokens, tools: TokenTools): Promise<OAuthTokens> {
  return requestTokens(app, { grant_type: 'refresh_token', refresh_token: current.refreshToken }, tools)
}

/** Ends the grant at Intuit. A token that Intuit no longer knows is ended already. */
export async function revokeTokens(app: QuickBooksOnlineApp, tokens: OAuthTokens, signal: AbortSignal): Promise<void> {
  const body = JSON.stringify({ token: tokens.refreshToken })
  const answer = await ask(app, { url: app.revokeUrl, contentType: 'application/json', body, signal, fetch: undefined })
  const isEnded = answer.status === 200 || answer.status === 400
  if (!isEnded) throw refusalOf(answer)
}

async function requestTokens(
  app: QuickBooksOnlineApp,
  form: Record<string, string>,
  { clock, signal, fetch }: TokenTools,
): Promise<OAuthTokens> {
  // Lifetimes count from before the request, so that we never think a token good for longer than it is.
  const askedAt = clock.now()
  const body = new URLSearchParams(form).toString()
  const contentType = 'application/x-www-form-urlencoded'
  const answer = await ask(app, { url: app.tokenUrl, contentType, body, signal, fetch })
  if (answer.status !== 200) throw refusalOf(answer)
  const tokens = wireTokens.safeParse(jsonOf(answer))
  // An error is never taken for tokens, even under HTTP 200: storing it would lose the grant.
  if (!tokens.success) throw refusalOf(answer)
  return storable(tokens.data, askedAt)
}

function storable(tokens: WireTokens, askedAt: Date): OAuthTokens {
  const after = (seconds: number): string => new Date(askedAt.getTime() + seconds * 1000).toISOString()
  const hardEnd = tokens.x_refresh_token_hard_expires_in
  return {
    accessToken: tokens.access_token,
    accessExpiresAt: after(tokens.expires_in ?? usualAccessSeconds),
    refreshToken: tokens.refresh_token,
    refreshExpiresAt: after(tokens.x_refresh_token_expires_in ?? usualRefreshSeconds),
    grantEndsAt: hardEnd === undefined ? undefined : after(hardEnd),
  }
}

async function ask(
  app: QuickBooksOnlineApp,
  request: {
    url: string
    contentType: string
    body: string
    signal: AbortSignal | undefined
    fetch: LedgerTools['fetch']
  },
): Promise<HttpAnswer> {
  try {
    return await callHttp({
      method: 'POST',
      url: request.url,
      headers: {
        accept: 'application/json',
        authorization: `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}`,
        'content-type': request.contentType,
        // Asks for the day on which the grant ends whatever is refreshed.
        'x-include-refresh-token-hard-expires-in': 'true',
      },
      body: request.body,
      timeoutSeconds: app.requestTimeoutSeconds,
      signal: request.signal,
      fetch: request.fetch,
    })
  } catch (cause) {
    request.signal?.throwIfAborted()
    const message = `Intuit's sign-in service at ${new URL(request.url).host} did not answer: ${messageOf(cause)}. The stored tokens are unchanged; try again.`
    throw new LedgerUnavailable(message, { cause })
  }
}

/** Why the sign-in service gave no tokens. Only its error's name enters a message: its text could quote a token. */
function refusalOf(answer: HttpAnswer): Error {
  const options = { traceId: answer.traceId }
  if (answer.status === 429) {
    const wait = retryAfterMilliseconds(answer)
    return new LedgerThrottled("Intuit's sign-in service asks to wait. The stored tokens are unchanged.", wait, options)
  }
  const error = wireTokenError.safeParse(jsonOf(answer))
  const name = error.success ? error.data.error : 'no error named'
  if (name === 'invalid_grant') {
    const message =
      'QuickBooks no longer accepts the stored grant (invalid_grant): it expired, was taken back, or was used twice. Connect QuickBooks again.'
    return new LedgerAuthentication(message, options)
  }
  if (answer.status === 401 || name === 'invalid_client' || name === 'unauthorized_client') {
    const message = `Intuit does not accept the app's keys (${name}). Check clientId and clientSecret, and that they are those of the chosen environment.`
    return new LedgerAuthentication(message, options)
  }
  const message = `Intuit's sign-in service gave no tokens (HTTP ${String(answer.status)}, ${name}). The stored ones are unchanged; try again.`
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
