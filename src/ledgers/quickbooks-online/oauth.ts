import type { OAuthTokens } from '../gateway.ts'
import * as tokenService from '../oauth/token-service.ts'
import type { QuickBooksOnlineApp } from './settings.ts'

export const accountingScope = 'com.intuit.quickbooks.accounting'

/** Intuit's id of the exchange, under both spellings seen. */
export const traceHeaders = ['intuit_tid', 'intuit-tid'] as const

type TokenTools = tokenService.TokenTools

/** Turns the code of a grant into the first tokens. @throws {LedgerAuthentication} when the code is no longer good. */
export function exchangeCode(app: QuickBooksOnlineApp, code: string, tools: TokenTools): Promise<OAuthTokens> {
  return tokenService.exchangeCode(intuit(app), { code, redirectUri: app.redirectUri }, tools)
}

/**
 * Asks for a new access token, under the connection's lock.
 * @throws {LedgerAuthentication} when a person has to connect again.
 * @throws {LedgerUnavailable} when no answer came; the tokens stay as they are.
 */
export function refreshTokens(app: QuickBooksOnlineApp, current: OAuthTokens, tools: TokenTools): Promise<OAuthTokens> {
  return tokenService.refreshTokens(intuit(app), current, tools)
}

/** Ends the grant at Intuit. A token that Intuit no longer knows is ended already. */
export function revokeTokens(app: QuickBooksOnlineApp, tokens: OAuthTokens, signal: AbortSignal): Promise<void> {
  const parameters = { token: tokens.refreshToken }
  return tokenService.revokeTokens(intuit(app), { url: app.revokeUrl, bodyAs: 'json', parameters }, signal)
}

function intuit(app: QuickBooksOnlineApp): tokenService.TokenService {
  return {
    label: 'QuickBooks',
    name: "Intuit's sign-in service",
    vendor: 'Intuit',
    keysHint: 'Check clientId and clientSecret, and that they are those of the chosen environment.',
    tokenUrl: app.tokenUrl,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    keysIn: 'header',
    bodyAs: 'form',
    // Asks for the day on which the grant ends whatever is refreshed.
    headers: { 'x-include-refresh-token-hard-expires-in': 'true' },
    traceHeaders,
    // Documented: an hour, and a hundred days.
    usualAccessSeconds: 3600,
    usualRefreshSeconds: 8_640_000,
    timeoutSeconds: app.requestTimeoutSeconds,
  }
}
