import { timingSafeEqual } from 'node:crypto'
import { InvalidInput } from '../../support/failure.ts'
import { LedgerAuthentication } from '../errors.ts'
import type { LedgerConsent } from '../gateway.ts'
import { accountingScope, exchangeCode, revokeTokens } from './oauth.ts'
import { parseApp, type QuickBooksOnlineApp } from './settings.ts'

/** How a person connects SeatLedger to a QuickBooks company, and takes the connection back. */
export const quickBooksOnlineConsent: LedgerConsent = {
  authorizeUrl: (settings, state) => authorizeUrl(parseApp(settings), state),

  complete: async (settings, { callbackAddress, state }, { clock, signal }) => {
    const app = parseApp(settings)
    const { code, realmId } = readCallback(callbackAddress, state)
    return { settings: { realmId }, tokens: await exchangeCode(app, code, { clock, signal }) }
  },

  revoke: (settings, tokens, signal) => revokeTokens(parseApp(settings), tokens, signal),
}

function authorizeUrl(app: QuickBooksOnlineApp, state: string): string {
  const url = new URL(app.authorizeUrl)
  url.searchParams.set('client_id', app.clientId)
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('scope', accountingScope)
  url.searchParams.set('redirect_uri', app.redirectUri)
  url.searchParams.set('state', state)
  return url.toString()
}

/** The code, and the company: its id comes here and nowhere else. */
function readCallback(address: string, state: string): { code: string; realmId: string } {
  const answer = parametersOf(address)
  if (!isSame(answer.get('state') ?? '', state)) {
    throw new InvalidInput(
      'The address is not the answer to this connection attempt (its state differs). Start again, and finish in the same browser.',
    )
  }
  const error = answer.get('error')
  if (error !== null) {
    const name = /^[a-z_]{1,60}$/.test(error) ? error : 'an error'
    throw new LedgerAuthentication(`Access to QuickBooks was not granted (${name}). Start again to grant it.`)
  }
  const code = answer.get('code') ?? ''
  const realmId = answer.get('realmId') ?? ''
  if (code === '' || !/^\d{1,30}$/.test(realmId)) {
    throw new InvalidInput(
      'The address lacks the code or the company id (realmId). Paste the whole address that the browser was sent to.',
    )
  }
  return { code, realmId }
}

function parametersOf(address: string): URLSearchParams {
  const trimmed = address.trim()
  if (!URL.canParse(trimmed)) {
    throw new InvalidInput('That is no web address. Paste the whole address that the browser was sent to.')
  }
  return new URL(trimmed).searchParams
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return expected !== '' && a.length === b.length && timingSafeEqual(a, b)
}
