import { sha256 } from '../../../src/support/hash.ts'
import type { Answer } from '../answer.ts'
import type { EmulatorSettings } from '../settings.ts'
import type { Draft } from '../state/row-store.ts'
import { nextNumber } from './grants.ts'

const accountingScope = 'com.intuit.quickbooks.accounting'
const codeSeconds = 300

/**
 * The consent page, which consents at once: it sends the caller back with a code, the state and the company's id.
 * `realmId` in the query chooses the company; that parameter is this emulator's own.
 */
export function authorize(
  draft: Draft,
  input: { query: URLSearchParams; settings: EmulatorSettings; now: Date; defaultRealmId: string | undefined },
): Answer {
  const { query, settings, now } = input
  const redirectUri = query.get('redirect_uri') ?? ''
  const app = settings.apps.find((one) => one.clientId === query.get('client_id'))
  const realmId = query.get('realmId') ?? input.defaultRealmId
  if (app === undefined) return refusal('The client_id is not known.')
  if (!isAllowedRedirect(redirectUri, app.redirectUris)) {
    return refusal(
      'The redirect_uri query parameter value is invalid. Make sure it is listed in the Redirect URIs section.',
    )
  }
  if (query.get('response_type') !== 'code') return refusal('The response_type must be code.')
  if (!(query.get('scope') ?? '').split(' ').includes(accountingScope)) return refusal('The scope is not known.')
  if (realmId === undefined) return refusal('There is no company to connect.')
  const code = `AB11${sha256(`code ${nextNumber(draft)}`).slice(0, 46)}`
  const expiresAt = new Date(now.getTime() + codeSeconds * 1_000).toISOString()
  draft.set('oauth-code', code, { clientId: app.clientId, redirectUri, realmId, expiresAt })
  const target = new URL(redirectUri)
  target.searchParams.set('code', code)
  const state = query.get('state')
  if (state !== null) target.searchParams.set('state', state)
  target.searchParams.set('realmId', realmId)
  return { status: 302, headers: { Location: target.href }, body: '' }
}

/** Exact match with the registered ones; none registered, https, or http to localhost, but never an address of digits. */
function isAllowedRedirect(uri: string, registered: readonly string[] | undefined): boolean {
  if (registered !== undefined && !registered.includes(uri)) return false
  if (!URL.canParse(uri)) return false
  const { protocol, hostname } = new URL(uri)
  if (/^[\d.]+$/.test(hostname) || hostname.startsWith('[')) return false
  return protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost')
}

function refusal(reason: string): Answer {
  const body = `<!DOCTYPE html><html><head><title>Sorry</title></head><body><p>${reason}</p></body></html>`
  return { status: 400, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body }
}
