import { z } from 'zod'
import { endpoint, validSettings } from '../http/endpoint.ts'

const label = 'Xero'

const appSchema = z.object({
  /** The keys of the Xero app: each MSP brings its own. */
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  /** Exactly as it stands in the app's configuration at Xero. */
  redirectUri: z.string().refine(isRedirectable, 'must begin with https://, or be http://localhost'),
  /**
   * Apps that were made before March 2026 know the broad scopes only; later ones the granular ones only.
   * @see https://developer.xero.com/documentation/guides/oauth2/scopes/
   */
  scopes: z.enum(['granular', 'broad']).default('granular'),
  /** Whether an invoice counts at once, or waits in Xero for a person. */
  documentStatus: z.enum(['authorised', 'submitted', 'draft']).default('authorised'),
  apiBaseUrl: endpoint.default('https://api.xero.com'),
  authorizeUrl: endpoint.default('https://login.xero.com/identity/connect/authorize'),
  tokenUrl: endpoint.default('https://identity.xero.com/connect/token'),
  revokeUrl: endpoint.default('https://identity.xero.com/connect/revocation'),
  requestTimeoutSeconds: z.number().positive().max(600).default(100),
})

/** The Xero app and where it is spoken to: what is needed before an organisation has been chosen. */
export type XeroApp = z.output<typeof appSchema>

/** A connection to one organisation. */
export type XeroSettings = XeroApp & {
  /** The organisation's id, which goes with each request. */
  readonly tenantId: string
}

const organisationSchema = z.object({ tenantId: z.uuid('is the id of an organisation') })

/** @throws {InvalidInput} that names each setting at fault, and no value. */
export function parseApp(input: unknown): XeroApp {
  return validSettings(label, appSchema, input)
}

/** @throws {InvalidInput} that names each setting at fault, and no value. */
export function parseSettings(input: unknown): XeroSettings {
  return { ...parseApp(input), ...validSettings(label, organisationSchema, input) }
}

function isRedirectable(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost')
}
