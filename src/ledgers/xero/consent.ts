import { z } from 'zod'
import { InvalidInput, messageOf } from '../../support/failure.ts'
import { LedgerUnavailable } from '../errors.ts'
import type { LedgerConsent, OAuthTokens } from '../gateway.ts'
import { callHttp, type HttpAnswer } from '../http/http-call.ts'
import { codeOf, consentAddress, readCallback } from '../oauth/callback.ts'
import { exchangeCode, revokeTokens } from '../oauth/token-service.ts'
import { jsonOrUndefined, unreadable } from '../wire/json-parts.ts'
import { parseApp, type XeroApp } from './settings.ts'
import { scopesOf, traceHeaders, xeroSignIn } from './sign-in.ts'

/**
 * How a person connects SeatLedger to a Xero organisation, and takes the connection back. The consent is for whatever
 * organisations the person ticks; which of them is posted to is chosen afterwards.
 */
export const xeroConsent: LedgerConsent = {
  authorizeUrl: (settings, state) => {
    const app = parseApp(settings)
    const { authorizeUrl, clientId, redirectUri } = app
    return consentAddress(authorizeUrl, { client_id: clientId, scope: scopesOf(app), redirect_uri: redirectUri, state })
  },

  complete: async (settings, { callbackAddress, state }, { clock, signal }) => {
    const app = parseApp(settings)
    const code = codeOf(readCallback(callbackAddress, state, 'Xero'))
    const tokens = await exchangeCode(xeroSignIn(app), { code, redirectUri: app.redirectUri }, { clock, signal })
    const organisations = await readOrganisations(app, tokens, signal)
    const [only, ...others] = organisations
    if (only === undefined) {
      throw new InvalidInput(
        'The consent names no organisation of Xero. Start again, and choose one on the consent page.',
      )
    }
    const companies = organisations.map(({ tenantId, tenantName }) => ({ name: tenantName, settings: { tenantId } }))
    if (others.length > 0) return { settings: {}, tokens, companies }
    return { settings: { tenantId: only.tenantId }, tokens }
  },

  revoke: (settings, tokens, signal) => {
    const app = parseApp(settings)
    const parameters = { token: tokens.refreshToken }
    return revokeTokens(xeroSignIn(app), { url: app.revokeUrl, bodyAs: 'form', parameters }, signal)
  },
}

const connections = z.array(
  z.looseObject({ tenantId: z.uuid(), tenantType: z.string(), tenantName: z.string().nullish() }),
)

/** `GET /connections`: what the grant reaches, practices and organisations alike. */
async function readOrganisations(
  app: XeroApp,
  tokens: OAuthTokens,
  signal: AbortSignal,
): Promise<readonly { readonly tenantId: string; readonly tenantName: string }[]> {
  const answer = await ask(app, tokens, signal)
  const parsed = connections.safeParse(jsonOrUndefined(answer.text))
  if (answer.status !== 200 || !parsed.success) {
    const why = parsed.success ? `HTTP ${String(answer.status)}` : unreadable(parsed.error)
    const message = `Xero did not say which organisations the consent is for (${why}). Start again.`
    throw new LedgerUnavailable(message, { traceId: answer.traceId })
  }
  return parsed.data
    .filter(({ tenantType }) => tenantType === 'ORGANISATION')
    .map(({ tenantId, tenantName }) => ({ tenantId, tenantName: tenantName ?? tenantId }))
}

async function ask(app: XeroApp, tokens: OAuthTokens, signal: AbortSignal): Promise<HttpAnswer> {
  try {
    return await callHttp({
      method: 'GET',
      url: `${app.apiBaseUrl}/connections`,
      headers: { accept: 'application/json', authorization: `Bearer ${tokens.accessToken}` },
      body: undefined,
      timeoutSeconds: app.requestTimeoutSeconds,
      signal,
      fetch: undefined,
      traceHeaders,
    })
  } catch (cause) {
    signal.throwIfAborted()
    throw new LedgerUnavailable(`Xero did not say which organisations the consent is for: ${messageOf(cause)}.`, {
      cause,
    })
  }
}
