import { z } from 'zod'
import { endpoint, validSettings } from '../http/endpoint.ts'

const label = 'QuickBooks Online'

const redirectUri = z
  .string()
  .refine((text) => isRedirectable(text), 'must begin with https://, or be http://localhost with development keys')

const appShape = {
  environment: z.enum(['production', 'sandbox']),
  /** The keys of the Intuit app: each MSP brings its own. */
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  /** Exactly as it stands in the app's settings at Intuit. */
  redirectUri,
  apiBaseUrl: endpoint.optional(),
  authorizeUrl: endpoint.optional(),
  tokenUrl: endpoint.optional(),
  revokeUrl: endpoint.optional(),
  /** Intuit's servers give up after 120 seconds; giving up earlier would make unknowns out of slow answers. */
  requestTimeoutSeconds: z.number().positive().max(600).default(130),
}

const appSchema = z
  .object(appShape)
  .transform((app) => ({ ...app, ...withDefaults(app) }))
  .refine((app) => app.environment === 'sandbox' || app.redirectUri.startsWith('https://'), {
    path: ['redirectUri'],
    message: 'must begin with https:// with production keys',
  })

/** The Intuit app and where it is spoken to: what is needed before a company has been chosen. */
export type QuickBooksOnlineApp = z.output<typeof appSchema>

/** A connection to one company. */
export type QuickBooksOnlineSettings = QuickBooksOnlineApp & {
  /** The company's id; Intuit tells it only in the answer to the grant. */
  readonly realmId: string
}

const companySchema = z.object({ realmId: z.string().regex(/^\d{1,30}$/, 'is the company id, digits alone') })

/** @throws {InvalidInput} that names each setting at fault, and no value. */
export function parseApp(input: unknown): QuickBooksOnlineApp {
  return validSettings(label, appSchema, input)
}

/** @throws {InvalidInput} that names each setting at fault, and no value. */
export function parseSettings(input: unknown): QuickBooksOnlineSettings {
  return { ...validSettings(label, appSchema, input), ...validSettings(label, companySchema, input) }
}

function withDefaults(app: z.output<z.ZodObject<typeof appShape>>): Record<Address, string> {
  const api = app.environment === 'production' ? 'quickbooks' : 'sandbox-quickbooks'
  return {
    apiBaseUrl: app.apiBaseUrl ?? `https://${api}.api.intuit.com`,
    authorizeUrl: app.authorizeUrl ?? 'https://appcenter.intuit.com/connect/oauth2',
    tokenUrl: app.tokenUrl ?? 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
    revokeUrl: app.revokeUrl ?? 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
  }
}

type Address = 'apiBaseUrl' | 'authorizeUrl' | 'tokenUrl' | 'revokeUrl'

/** Intuit takes https, or http on `localhost` with development keys; an IP address never. */
function isRedirectable(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const isAddress = /^[\d.]+$|^\[/.test(url.hostname)
  return !isAddress && (url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost'))
}
