import { z } from 'zod'
import { isCurrency } from '../../money/currency.ts'
import { endpoint, validSettings } from '../http/endpoint.ts'

const secret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'must be whsec_ and at least 24 bytes in base64, shared with the endpoint')

const settingsSchema = z.object({
  /** Where documents are posted to. */
  url: endpoint,
  secret,
  company: z.string().min(1).max(200),
  homeCurrency: z.string().refine(isCurrency, 'is the code of a currency, such as USD'),
  /** True for an endpoint in one's own network: else no private address is called, whatever a name resolves to. */
  allowsPrivateAddress: z.boolean().default(false),
  requestTimeoutSeconds: z.number().positive().max(120).default(30),
})

export type WebhookSettings = z.output<typeof settingsSchema>

/** @throws {InvalidInput} that names each setting at fault, and no value. */
export function parseSettings(input: unknown): WebhookSettings {
  return validSettings('webhook', settingsSchema, input)
}
