import type { LedgerDefinition } from '../gateway.ts'
import { xeroCapabilities } from './capabilities.ts'
import { xeroConsent } from './consent.ts'
import { createXeroGateway } from './gateway.ts'
import { preparePosting } from './serialize.ts'
import { parseSettings, type XeroSettings } from './settings.ts'

export const xero: LedgerDefinition<XeroSettings> = {
  id: 'xero',
  label: 'Xero',
  settings: { parse: parseSettings },
  secrets: ['clientSecret'],
  capabilities: xeroCapabilities,
  preparePosting,
  consent: xeroConsent,
  connect: createXeroGateway,
}
