import { z } from 'zod'
import { createQuickBooksOnlineEmulator } from '../emulators/quickbooks-online/server.ts'
import { systemClock } from '../src/support/clock.ts'
import { products } from './data/msp.ts'

// The ledger in a process of its own, its limits lifted.
const realmId = '9130350000000001'
const question = z.object({ customers: z.int() })
const emulator = createQuickBooksOnlineEmulator({ clock: systemClock, settings: { limits: 'off' } })
const server = await emulator.listen()

process.on('message', (message) => {
  const { customers } = question.parse(message)
  const company = emulator.company(realmId)
  company.setPreferences({ customTransactionNumbers: true })
  const names = Array.from({ length: customers }, (_, index) => `Client ${String(index).padStart(6, '0')}`)
  const { accessToken, refreshToken } = company.issueTokens()
  process.send?.({
    url: server.url,
    realmId,
    tokens: { accessToken, refreshToken },
    customers: names.map((name) => company.addCustomer({ DisplayName: name })),
    items: products.map(({ name }) => company.addItem({ Name: name })),
  })
})
process.on('disconnect', () => {
  void server.close()
})
