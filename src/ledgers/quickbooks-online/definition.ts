import type { LedgerDefinition } from '../gateway.ts'
import { quickBooksOnlineCapabilities } from './capabilities.ts'
import { quickBooksOnlineConsent } from './consent.ts'
import { createQuickBooksOnlineGateway } from './gateway.ts'
import { quickBooksOnlineNotices } from './notices.ts'
import { preparePosting } from './serialize.ts'
import { parseSettings, type QuickBooksOnlineSettings } from './settings.ts'

export const quickbooksOnline: LedgerDefinition<QuickBooksOnlineSettings> = {
  id: 'quickbooks-online',
  label: 'QuickBooks Online',
  settings: { parse: parseSettings },
  secrets: ['clientSecret'],
  capabilities: quickBooksOnlineCapabilities,
  preparePosting,
  consent: quickBooksOnlineConsent,
  connect: createQuickBooksOnlineGateway,
  notices: quickBooksOnlineNotices,
}
