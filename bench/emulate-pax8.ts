import { createPax8Emulator } from '../emulators/pax8/server.ts'
import { systemClock } from '../src/support/clock.ts'
import { z } from 'zod'
import { clientAt, products } from './data/msp.ts'

// The distributor in a process of its own, so that it takes no time from the program that is measured.
const question = z.union([z.object({ fill: z.int(), perClient: z.int() }), z.object({ change: z.int() })])
const emulator = createPax8Emulator({ clock: systemClock, settings: { listCarriesCost: true, requestLogSize: 1 } })
const server = await emulator.listen()
const ids: string[] = []

process.on('message', (message) => {
  const asked = question.parse(message)
  if ('fill' in asked) fill(asked.fill, asked.perClient)
  else change(asked.change)
  process.send?.({ url: server.url, cpuSeconds: cpuSeconds() })
})
process.on('disconnect', () => {
  void server.close()
})

function fill(subscriptions: number, perClient: number): void {
  for (const { productId: id, name } of products) emulator.state.addProduct({ id, name, vendorName: 'Bench' })
  for (let index = 0; ids.length < subscriptions; index += 1) {
    const client = clientAt(index, perClient)
    emulator.state.addCompany({ id: client.companyId, name: client.name })
    for (const { subscriptionId: id, companyId, product, steps } of client.subscriptions) {
      const [first] = steps
      if (first === undefined || ids.length === subscriptions) continue
      const startDate = `${first.from}T00:00:00.000Z`
      const terms = { status: 'Active', billingTerm: 'Monthly', currencyCode: 'USD', billingStart: first.from }
      const prices = { price: product.listPrice, partnerCost: first.unitCost }
      const commitment = { id: product.productId, term: '1-Year', endDate: '2027-06-30T00:00:00.000Z' }
      const held = { id, companyId, productId: product.productId, quantity: String(first.quantity) }
      emulator.state.createSubscription({ ...held, ...terms, ...prices, commitment, startDate }, startDate)
      ids.push(id)
    }
  }
}

/** One seat more in each of so many subscriptions, spread over all. */
function change(count: number): void {
  const at = systemClock.now().toISOString()
  const step = Math.max(1, Math.floor(ids.length / count))
  for (let index = 0; index < count; index += 1) {
    const id = ids[index * step]
    if (id !== undefined) emulator.state.changeQuantity(id, String(100 + (index % 50)), at)
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000
}
