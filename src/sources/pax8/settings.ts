import { z } from 'zod'

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

/** Credentials travel to these addresses, so only a server on this very machine is spoken to without encryption. */
const address = z
  .url({ protocol: /^https?$/ })
  .refine(isSafe, 'must begin with https:// (http:// is for this machine alone)')
  .transform((text) => text.replace(/\/+$/, ''))

/** What the operator states to connect Pax8. The credentials come from the Integrations Hub of the Pax8 portal. */
export const pax8Settings = z
  .strictObject({
    baseUrl: address.default('https://api.pax8.com/v1').describe('Where the partner API answers.'),
    tokenUrl: address.optional().describe('Where tokens are issued; the base URL with /token when left out.'),
    audience: z.string().min(1).default('https://api.pax8.com').describe('What tokens are asked for.'),
    clientId: z.string().min(1).describe("The client id from the Pax8 portal's Integrations Hub."),
    clientSecret: z.string().min(1).describe('The secret that belongs to the client id; Pax8 shows it once.'),
    partnerName: z
      .string()
      .min(1)
      .optional()
      .describe("Our own name on Pax8's invoices; it tells them from those of partners below us."),
    requestsPerSecond: z.number().positive().max(1000).default(8).describe('Pax8 is said to allow 1000 a minute.'),
    pageSize: z.int().min(1).max(200).default(200).describe('Rows per page; Pax8 allows 200 at most.'),
    timeoutSeconds: z.number().positive().max(600).default(60).describe('How long one answer may take.'),
  })
  .transform((settings) => ({ ...settings, tokenUrl: settings.tokenUrl ?? `${settings.baseUrl}/token` }))

export type Pax8Settings = z.output<typeof pax8Settings>

function isSafe(text: string): boolean {
  // What is no address at all is refused as such.
  if (!URL.canParse(text)) return true
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || loopbackHosts.includes(hostname)
}
