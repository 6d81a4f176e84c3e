import { z } from 'zod'
import { jsonAnswer, type Answer } from '../answer.ts'
import { parseJson } from '../../../src/support/json.ts'
import type { Call } from '../call.ts'
import { isJsonObject, textAt } from '../state/json-object.ts'
import type { Draft } from '../state/row-store.ts'
import { createGrant, refreshGrant, revokeGrant, type IssuedTokens, type Moment } from './grants.ts'

const codeSchema = z.object({
  clientId: z.string(),
  redirectUri: z.string(),
  realmId: z.string(),
  expiresAt: z.string(),
})

/** `POST /oauth2/v1/tokens/bearer`: a code or a refresh token for tokens. The app proves itself by HTTP Basic. */
export function answerTokenRequest(draft: Draft, at: Moment, call: Call): Answer {
  const clientId = authenticatedApp(at, call)
  if (clientId === undefined) return refusal(401, 'invalid_client')
  if (!call.contentType.startsWith('application/x-www-form-urlencoded')) return refusal(400, 'invalid_request')
  const form = new URLSearchParams(call.body)
  const tokens = tokensFor(draft, at, { clientId, form })
  if (typeof tokens === 'string') return refusal(400, tokens)
  const wantsHardExpiry = call.header('x-include-refresh-token-hard-expires-in') === 'true'
  return jsonAnswer(200, {
    x_refresh_token_expires_in: tokens.refreshExpiresInSeconds,
    refresh_token: tokens.refreshToken,
    access_token: tokens.accessToken,
    token_type: 'bearer',
    expires_in: tokens.expiresInSeconds,
    ...(wantsHardExpiry ? { x_refresh_token_hard_expires_in: tokens.hardExpiresInSeconds } : {}),
  })
}

/** `POST /v2/oauth2/tokens/revoke`, with the token as JSON or as a form. */
export function answerRevocation(draft: Draft, at: Moment, call: Call): Answer {
  if (authenticatedApp(at, call) === undefined) return refusal(401, 'invalid_client')
  const token = call.contentType.includes('json') ? tokenInJson(call.body) : new URLSearchParams(call.body).get('token')
  if (token === null || !revokeGrant(draft, token)) return refusal(400, 'invalid_request')
  return { status: 200, headers: {}, body: '' }
}

/** Tokens, or the name of the error. */
function tokensFor(
  draft: Draft,
  at: Moment,
  input: { clientId: string; form: URLSearchParams },
): IssuedTokens | string {
  const { clientId, form } = input
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(draft, at, input) ?? 'invalid_grant'
    case 'refresh_token':
      return refreshGrant(draft, at, { clientId, refreshToken: form.get('refresh_token') ?? '' }) ?? 'invalid_grant'
    case null:
      return 'invalid_request'
    default:
      return 'unsupported_grant_type'
  }
}

/** A code is good once, for the app and the redirect it was made for, until it expires. */
function exchangeCode(
  draft: Draft,
  at: Moment,
  { clientId, form }: { clientId: string; form: URLSearchParams },
): IssuedTokens | undefined {
  const code = form.get('code') ?? ''
  const row = draft.get('oauth-code', code)
  if (row === undefined) return undefined
  const known = codeSchema.parse(row)
  draft.remove('oauth-code', code)
  const isGood =
    known.clientId === clientId &&
    known.redirectUri === form.get('redirect_uri') &&
    known.expiresAt > at.now.toISOString()
  return isGood ? createGrant(draft, at, { clientId, realmId: known.realmId }) : undefined
}

function authenticatedApp(at: Moment, call: Call): string | undefined {
  const match = /^Basic\s+(\S+)$/i.exec(call.header('authorization') ?? '')
  const [clientId, secret] = Buffer.from(match?.[1] ?? '', 'base64')
    .toString('utf8')
    .split(':')
  return at.settings.apps.find((app) => app.clientId === clientId && app.clientSecret === secret)?.clientId
}

function tokenInJson(body: string): string | null {
  const parsed = safely(() => parseJson(body))
  return isJsonObject(parsed) ? (textAt(parsed, 'token') ?? null) : null
}

function safely(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    // A body that is no JSON holds no token, and that is all the answer says.
    return undefined
  }
}

function refusal(status: number, error: string): Answer {
  return jsonAnswer(status, { error })
}
