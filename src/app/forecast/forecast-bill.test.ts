import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExampleTenant, ids } from '../../../emulators/pax8/example-tenant.ts'
import { createPax8Emulator, type Pax8Emulator } from '../../../emulators/pax8/server.ts'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'
import { createManualClock } from '../../support/clock.ts'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const clock = createManualClock(new Date('2026-04-26T09:00:00Z'))
const withSecret = { clock, environment: { SEATLEDGER_PAX8_CLIENT_SECRET: 'sandbox-secret' } }
let home: CliHome
let pax8: Pax8Emulator
let vendor: { url: string; close(): Promise<void> }

const config = `seatledger: 1
house:
  currency: USD
  quantityBasis: whole-at-end
  price: { markupPercent: 20 }
clients:
  - client: bear-creek
    name: Bear Creek Winery
    companies: [{ source: pax8, company: ${ids.bearCreek} }]
    ledger: { connection: books, customer: "7" }
    lines: []
`

beforeAll(async () => {
  home = await openCliHome({ timeZone: 'UTC' })
  pax8 = createPax8Emulator({ clock, state: createExampleTenant() })
  vendor = await pax8.listen()
  const connect = ['connect', 'pax8', '--client-id', 'sandbox-client', '--base-url', `${vendor.url}/v1`]
  expect((await home.run(connect, withSecret)).exit).toBe(0)
  const path = join(home.directory, 'billing.yaml')
  await writeFile(path, config)
  const applied = await home.run(['config', 'apply', path, '--effective', '2026-01-01'], withSecret)
  expect(applied.err).toBe('')
}, 120_000)

afterAll(async () => {
  await vendor.close()
  await home.close()
})

const item = { type: 'subscription', term: 'Monthly', currencyCode: 'USD', companyId: ids.bearCreek }
const april = { startPeriod: '2026-04-01', endPeriod: '2026-05-01' }
const may = { startPeriod: '2026-05-01', endPeriod: '2026-06-01' }

test('the draft of the next bill is summed by client, by the month it is for, and said to be a forecast', async () => {
  // 170.09 for May, 4.00 for the rest of April, and 9.99 that names no company.
  pax8.state.setDraftItems(1, [
    { ...item, ...may, quantity: '17', costTotal: '170.09' },
    { ...item, ...april, type: 'prorate', startPeriod: '2026-04-19', quantity: '1', costTotal: '4.00' },
    { ...item, ...may, quantity: '1' },
    { type: 'service-charge', ...april, costTotal: '9.99', currencyCode: 'USD', description: 'Platform fee' },
  ])
  const { out, exit } = await home.run(['forecast'], withSecret)
  expect(exit).toBe(0)
  expect(out).toMatch(/^FORECAST, no invoice: .* dated 2026-05, there is no dry run of 2026-04 yet\./)
  expect(out).toMatch(/bear-creek\s+174\.09\s+4\.00\s+-\s+USD, 1 without a cost/)
  expect(out).toMatch(/no client\s+9\.99\s+9\.99\s+-\s+USD/)
  const { rows, forecast } = JSON.parse((await home.run(['forecast', '--json'], withSecret)).out) as {
    forecast: boolean
    rows: unknown[]
  }
  expect([forecast, rows.length]).toEqual([true, 2])
})

test('a forecast leaves no charge behind that a month could be closed on', async () => {
  await home.run(['forecast', 'this'], withSecret)
  const tieOut = await home.run(['reconcile', '2026-04'], withSecret)
  expect(tieOut.out).toContain('0 charges read')
})
