import { createWebhookReceiver, type ReceiverFault } from '../../../emulators/webhook-receiver/receiver.ts'
import type { ContractScene, LedgerTrouble } from '../../../test/contract/ledger-gateway/contract-scene.ts'
import { gatewayContract } from '../../../test/contract/ledger-gateway/gateway-contract.ts'
import { toolsForTests } from '../fixtures/ledger-tools.ts'
import { webhookLedger } from './definition.ts'
import { parseSettings } from './settings.ts'

const faults: Readonly<Record<LedgerTrouble, ReceiverFault | undefined>> = {
  'lost-before': 'drop-before',
  unavailable: 'error-before',
  'web-page': 'web-page',
  'lost-after': 'drop-after',
  'cut-after': 'cut-after',
  'error-after': 'error-after',
  throttled: 'too-many',
  // There are no tokens; the suite is told so.
  'token-expired': undefined,
  'grant-revoked': 'unknown-secret',
}

async function open(): Promise<ContractScene> {
  const tools = toolsForTests()
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const receiver = createWebhookReceiver({
    clock: tools.clock,
    secret,
    company: 'Harborlight books',
    customers: [{ id: 'C1', name: 'Bear Creek Winery' }],
    items: [{ id: 'I1', name: 'Seats' }],
  })
  const { url, close } = await receiver.listen()
  const settings = parseSettings({ url, secret, company: 'Ours', homeCurrency: 'USD', allowsPrivateAddress: true })
  return {
    gateway: webhookLedger.connect(settings, tools),
    ...{ tools, customerId: 'C1', itemId: 'I1', close },
    documentCount: () => [...receiver.documents.values()].filter(({ voided }) => !voided).length,
    meet: (trouble) => {
      const fault = faults[trouble]
      if (fault === undefined) throw new Error(`The receiver knows no ${trouble}.`)
      receiver.meet(fault)
    },
    byHand: {
      changeText: (id, description) => {
        receiver.change(id, (kept) => {
          const [first, ...others] = [kept.document['lines']].flat()
          const line = typeof first === 'object' && first !== null ? { ...first, description } : first
          return { ...kept, document: { ...kept.document, lines: [line, ...others] } }
        })
      },
      makeInactive: (id) => {
        receiver.setCustomerActive(id, false)
      },
      closeBooks: undefined,
      remove: (id) => {
        receiver.remove(id)
      },
    },
  }
}

gatewayContract({
  ledger: webhookLedger,
  currency: 'USD',
  documentNumber: (index) => `P2604-${String(index).padStart(5, '0')}`,
  open,
  inactiveCustomer: 'refused',
  issuesTokens: false,
})
