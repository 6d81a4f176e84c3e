import { expect, test } from 'vitest'
import { createManualClock } from '../../src/support/clock.ts'
import { createQuickBooksOnlineEmulator } from '../quickbooks-online/server.ts'
import { generateMsp } from './generate.ts'
import { setUpLedger } from './set-up-ledger.ts'

test('QuickBooks takes every client and item by name, and each gets an id of its own', () => {
  const msp = generateMsp({ seed: 7, clients: 200, months: 2, frequencies: { initial: { foreignCurrency: 0.3 } } })
  const clock = createManualClock(new Date('2026-09-01T08:00:00Z'))
  const company = createQuickBooksOnlineEmulator({ clock }).company('9341453000000001')
  const { customers, items } = setUpLedger(msp, company)
  const known = msp.contracts.clients.filter(({ ledgerCustomer }) => ledgerCustomer !== undefined)
  expect([...customers.keys()]).toEqual(known.map(({ clientId }) => clientId))
  expect(known.length).toBeLessThan(msp.contracts.clients.length)
  expect(new Set(customers.values()).size).toBe(known.length)
  expect(new Set(items.values()).size).toBe(msp.contracts.items.length)
})
