import { z } from 'zod'
import { createQuickBooksOnlineEmulator } from '../../../emulators/quickbooks-online/server.ts'
import type { FaultRuleInput } from '../../../emulators/quickbooks-online/trouble/fault-rule.ts'
import { stringifyJson } from '../../support/json.ts'
import { consentTo } from '../fixtures/consent-to.ts'
import { toolsForTests } from '../fixtures/ledger-tools.ts'
import type { ContractScene, LedgerTrouble } from '../../../test/contract/ledger-gateway/contract-scene.ts'
import { gatewayContract } from '../../../test/contract/ledger-gateway/gateway-contract.ts'
import { quickbooksOnline } from './definition.ts'
import { settingsFor } from './fixtures/settings-for.ts'

const realmId = '9130357766900001'

const troubles: Readonly<Record<LedgerTrouble, FaultRuleInput['kind']>> = {
  'lost-before': 'reset-before',
  unavailable: 'unavailable',
  'web-page': 'html',
  'lost-after': 'commit-then-drop',
  'cut-after': 'truncated',
  'error-after': 'commit-then-500',
  throttled: 'throttled',
  'token-expired': 'token-expired',
  'grant-revoked': 'token-revoked',
}

/** QuickBooks adds a subtotal of its own, which has no id and is not sent back. */
const salesLines = z
  .array(z.looseObject({ Id: z.string().optional() }))
  .transform((lines) => lines.filter(({ Id }) => Id !== undefined))

gatewayContract({
  ledger: quickbooksOnline,
  currency: 'USD',
  documentNumber: (index) => `P2604-${String(index).padStart(5, '0')}`,
  open: openScene,
  inactiveCustomer: 'refused',
  listsInvoices: true,
})

/** A company connected through Intuit's own steps: consent in a browser, code, tokens. */
async function openScene(): Promise<ContractScene> {
  const tools = toolsForTests()
  const emulator = createQuickBooksOnlineEmulator({ clock: tools.clock, settings: { limits: 'off' } })
  const company = emulator.company(realmId)
  company.setPreferences({ customTransactionNumbers: true, appliesCreditsAutomatically: false, salesTax: 'automated' })
  const customerId = company.addCustomer({ DisplayName: "Bear Creek Winery & Sons' Cellar" })
  const itemId = company.addItem({ Name: 'M365 Business Standard' })
  const { url, close } = await emulator.listen()
  const settings = settingsFor(url, { clientId: 'sandbox-app', clientSecret: 'sandbox-app-secret' })
  await consentTo(quickbooksOnline, { ...settings }, tools)
  return {
    gateway: quickbooksOnline.connect(settings, tools),
    tools,
    customerId,
    itemId,
    documentCount: () => company.contents().filter(({ totalAmt }) => Number(totalAmt) !== 0).length,
    meet: (trouble) => {
      emulator.faults.set([{ kind: troubles[trouble] }])
    },
    byHand: {
      changeText: (documentId, description) => {
        const held = company.invoices().find((invoice) => invoice['Id'] === documentId)
        const [first, ...others] = salesLines.parse(JSON.parse(stringifyJson(held?.['Line'])))
        company.change('Invoice', documentId, { Line: [{ ...first, Description: description }, ...others] })
      },
      makeInactive: (id) => {
        company.change('Customer', id, { Active: false })
      },
      closeBooks: (through) => {
        company.setPreferences({ bookCloseDate: through })
      },
      remove: (documentId) => {
        company.voidOrDelete('Invoice', documentId, 'delete')
      },
    },
    close,
  }
}
