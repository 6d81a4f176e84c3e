import { InvalidInput } from '../../support/failure.ts'
import type { LedgerConsent } from '../gateway.ts'
import { consentAddress, readCallback } from '../oauth/callback.ts'
import { accountingScope, exchangeCode, revokeTokens } from './oauth.ts'
import { parseApp } from './settings.ts'

/** How a person connects SeatLedger to a QuickBooks company, and takes the connection back. */
export const quickBooksOnlineConsent: LedgerConsent = {
  authorizeUrl: (settings, state) => {
    const { authorizeUrl, clientId, redirectUri } = parseApp(settings)
    const parameters = { client_id: clientId, scope: accountingScope, redirect_uri: redirectUri, state }
    return consentAddress(authorizeUrl, parameters)
  },

  complete: async (settings, { callbackAddress, state }, { clock, signal }) => {
    const app = parseApp(settings)
    const { code, realmId } = codeAndCompany(readCallback(callbackAddress, state, 'QuickBooks'))
    return { settings: { realmId }, tokens: await exchangeCode(app, code, { clock, signal }) }
  },

  revoke: (settings, tokens, signal) => revokeTokens(parseApp(settings), tokens, signal),
}

/** The code, and the company: its id comes here and nowhere else. */
function codeAndCompany(answer: URLSearchParams): { code: string; realmId: string } {
  const code = answer.get('code') ?? ''
  const realmId = answer.get('realmId') ?? ''
  if (code !== '' && /^\d{1,30}$/.test(realmId)) return { code, realmId }
  throw new InvalidInput(
    'The address lacks the code or the company id (realmId). Paste the whole address that the browser was sent to.',
  )
}
