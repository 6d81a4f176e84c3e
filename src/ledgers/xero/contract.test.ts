import type { FaultKind } from '../../../emulators/service/fault-plan.ts'
import type { ContractScene, LedgerTrouble } from '../../../test/contract/ledger-gateway/contract-scene.ts'
import { gatewayContract } from '../../../test/contract/ledger-gateway/gateway-contract.ts'
import { xero } from './definition.ts'
import { openXeroScene } from './fixtures/xero-scene.ts'

const faults: Readonly<Record<LedgerTrouble, FaultKind>> = {
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

gatewayContract({
  ledger: xero,
  currency: 'GBP',
  documentNumber: (index) => `P2604-${String(index).padStart(5, '0')}`,
  open: openScene,
  inactiveCustomer: 'refused',
})

async function openScene(): Promise<ContractScene> {
  const { emulator, organisation, gateway, tools, customerId, itemId, close } = await openXeroScene()
  const { documents } = organisation
  return {
    gateway,
    tools,
    customerId,
    itemId,
    documentCount: () =>
      [...documents.all('Invoices'), ...documents.all('CreditNotes')].filter(({ status }) => status === 'AUTHORISED')
        .length,
    meet: (trouble) => {
      emulator.faults.set([{ kind: faults[trouble] }])
    },
    byHand: {
      changeText: (documentId, description) => {
        const lines = documents.get('Invoices', documentId)?.lines ?? []
        organisation.changeLines(
          documentId,
          lines.map((line, index) => (index === 0 ? { ...line, description } : line)),
        )
      },
      makeInactive: (id) => {
        organisation.archiveContact(id)
      },
      closeBooks: (through) => {
        organisation.setSettings({ endOfYearLockDate: through })
      },
      remove: (documentId) => {
        organisation.editByHand('Invoices', documentId, { Status: 'VOIDED' })
      },
    },
    close,
  }
}
