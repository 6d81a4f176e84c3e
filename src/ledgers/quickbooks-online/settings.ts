import { z } from 'zod'
import { InvalidInput } from '../../support/failure.ts'

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

/** Tokens travel to these addresses, so only a server on this very machine is spoken to without encryption. */
const endpoint = z
  .string()
  .refine((text) => isSafe(text), 'must begin with https:// (http:// is for this machine alone)')
  .transform((text) => text.replace(/\/+$/, ''))

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
  return valid(appSchema, input)
}

/** @throws {InvalidInput} that names each setting at fault, and no value. */
export function parseSettings(input: unknown): QuickBooksOnlineSettings {
  return { ...valid(appSchema, input), ...valid(companySchema, input) }
}

function valid<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new InvalidInput(`The QuickBooks Online settings cannot be used: ${problems.join('; ')}.`)
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

function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.includes(url.hostname))
}

/** Intuit takes https, or http on `localhost` with development keys; an IP address never. */
function isRedirectable(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const isAddress = /^[\d.]+$|^\[/.test(url.hostname)
  return !isAddress && (url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost'))
}
