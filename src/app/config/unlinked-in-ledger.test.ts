import { expect, test } from 'vitest'
import type { LedgerFacts } from '../../ledgers/gateway.ts'
import { unlinkedInLedger } from './unlinked-in-ledger.ts'

const facts: LedgerFacts = {
  readAt: '2026-11-01T00:00:00.000Z',
  companyName: 'Larkspur IT',
  country: 'US',
  homeCurrency: 'USD',
  multicurrency: true,
  closedThrough: undefined,
  acceptsOurNumbers: true,
  salesTax: 'ledger-computes',
  customers: [
    { customerId: '24', name: 'Bear Creek Winery', active: true, currency: 'USD', email: undefined },
    { customerId: '25', name: 'Slate Spring', active: true, currency: 'EUR', email: undefined },
    { customerId: '26', name: 'Gone Long Ago', active: false, currency: 'USD', email: undefined },
  ],
  items: [
    { ledgerItemId: '6', name: 'M365 Business\nStandard', active: true, kind: 'Service' },
    { ledgerItemId: '5', name: 'Firewall', active: true, kind: 'Service' },
  ],
}

test('A proposed config ends with the customers and items that are left over, so that their ids can be filled in', () => {
  const linked = { customers: new Set(['24']), items: new Set<string>() }
  expect(unlinkedInLedger(facts, 'quickbooks-online', linked)).toBe(`
# Customers of quickbooks-online that nothing above is linked to, for filling in what was left out:
#   "25"  Slate Spring (EUR)

# Items of quickbooks-online that nothing above is linked to, for filling in what was left out:
#   "5"  Firewall (Service)
#   "6"  M365 Business Standard (Service)
`)
})

test('Where all is linked, nothing is listed', () => {
  const linked = { customers: new Set(['24', '25']), items: new Set(['5', '6']) }
  expect(unlinkedInLedger(facts, 'quickbooks-online', linked)).toBe('')
})
