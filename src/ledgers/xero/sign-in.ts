import type { TokenService } from '../oauth/token-service.ts'
import type { XeroApp } from './settings.ts'

/** Xero's id of the exchange, which its support asks for. */
export const traceHeaders = ['xero-correlation-id', 'x-correlation-id'] as const

/** Xero's sign-in service, and the app of ours that it knows. */
export function xeroSignIn(app: XeroApp): TokenService {
  return {
    label: 'Xero',
    name: "Xero's sign-in service",
    vendor: 'Xero',
    keysHint: 'Check clientId and clientSecret.',
    tokenUrl: app.tokenUrl,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    keysIn: 'header',
    bodyAs: 'form',
    headers: {},
    traceHeaders,
    // Documented: thirty minutes, and sixty days from the last refresh.
    usualAccessSeconds: 1800,
    usualRefreshSeconds: 60 * 86_400,
    timeoutSeconds: app.requestTimeoutSeconds,
  }
}

const granular = 'offline_access accounting.invoices accounting.contacts.read accounting.settings.read'
const broad = 'offline_access accounting.transactions accounting.contacts.read accounting.settings.read'

export function scopesOf({ scopes }: XeroApp): string {
  return scopes === 'granular' ? granular : broad
}
