import { ids } from '../../../emulators/pax8/example-tenant.ts'
import { openEmulatedPax8 } from '../../../test/helpers/emulated-pax8.ts'
import { describeSourceContract } from '../source-contract.ts'

describeSourceContract('Pax8', async () => {
  const { source, emulator, tools, close } = await openEmulatedPax8()
  emulator.state.setDraftItems(1, emulator.state.invoiceItemsOf(ids.invoice))
  return {
    source,
    streams: [
      { stream: 'companies' },
      { stream: 'contacts', keys: [ids.bearCreek] },
      { stream: 'products', keys: [ids.businessStandard, ids.backup] },
      { stream: 'prices', keys: [ids.businessStandard] },
      { stream: 'subscriptions' },
      { stream: 'subscription-details', keys: [ids.seats, ids.annualSeats, ids.trial] },
      { stream: 'subscription-history', keys: [ids.seats, ids.azure] },
      { stream: 'orders' },
      { stream: 'usage-summaries', keys: [ids.azure] },
      { stream: 'usage-lines', keys: [`${ids.usage}/2026-03-14`] },
      { stream: 'distributor-invoices' },
      { stream: 'charges', keys: [ids.wrongInvoice, ids.invoice] },
      { stream: 'draft-charges', keys: ['1'] },
    ],
    secrets: () => ['sandbox-secret', ...tools.fetchedTokens],
    close,
  }
})
