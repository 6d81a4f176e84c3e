import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createPax8Emulator } from '../../emulators/pax8/server.ts'
import { createQuickBooksOnlineEmulator } from '../../emulators/quickbooks-online/server.ts'
import { generateMsp } from '../../emulators/simulated-msp/generate.ts'
import { handBilled } from '../../emulators/simulated-msp/past/hand-billed.ts'
import { playUntil } from '../../emulators/simulated-msp/play.ts'
import { setUpLedger } from '../../emulators/simulated-msp/set-up-ledger.ts'
import { truthOf } from '../../emulators/simulated-msp/truth.ts'
import { contractsToConfig } from '../../src/cli/demo/contracts-to-config.ts'
import { billingMonth } from '../../src/domain/period.ts'
import { addDays } from '../../src/domain/plain-date.ts'
import { createManualClock } from '../../src/support/clock.ts'
import { openCliHome, type CliHome } from '../helpers/cli-home.ts'
import { connectQuickBooks } from '../helpers/connect-quickbooks.ts'
import { centsText } from '../helpers/simulated-distributor.ts'

// An MSP connects SeatLedger after six months of invoices by hand, with some mistakes in them: everything before is read
// from the two interfaces alone, by the program itself.

const realm = '9130350000000055'
const msp = generateMsp({ seed: 'by-hand', clients: 4, months: 6, quiet: true })
const written = handBilled(msp, truthOf(msp), 'by-hand')
const lastDay = addDays(billingMonth(msp.months.at(-1) ?? '').end, 8)
const clock = createManualClock(new Date(`${lastDay}T09:00:00Z`))
const pax8 = createPax8Emulator({ clock })
const quickBooks = createQuickBooksOnlineEmulator({ clock, settings: { limits: 'off' } })
const company = quickBooks.company(realm)
let home: CliHome
const servers: { close(): Promise<void> }[] = []

beforeAll(async () => {
  playUntil(msp, lastDay, pax8.state)
  const ids = setUpLedger(msp, company)
  for (const { clientId, month, currency, lines } of written.invoices) {
    company.addInvoice({
      CustomerRef: { value: ids.customers.get(clientId) },
      TxnDate: addDays(billingMonth(month).end, -1),
      CurrencyRef: { value: currency },
      Line: lines.map(({ itemId, quantity, unitPrice, amountCents }) => ({
        DetailType: 'SalesItemLineDetail',
        Amount: Number(centsText(amountCents)),
        SalesItemLineDetail: {
          ItemRef: { value: ids.items.get(itemId) },
          // A part of a month is typed as its amount: QuickBooks holds no quantity that is not a product's.
          ...(Number(quantity) * Number(unitPrice) === Number(centsText(amountCents))
            ? { Qty: Number(quantity), UnitPrice: Number(unitPrice) }
            : {}),
        },
      })),
    })
  }
  home = await openCliHome({ timeZone: 'UTC' })
  const [source, ledger] = [await pax8.listen(), await quickBooks.listen()]
  servers.push(source, ledger)
  const connect = ['connect', 'pax8', '--client-id', 'sandbox-client', '--base-url', `${source.url}/v1`]
  await run([...connect, '--requests-per-second', '1000'], { SEATLEDGER_PAX8_CLIENT_SECRET: 'sandbox-secret' })
  await connectQuickBooks((args, options) => home.run(args, { clock, ...options }), { url: ledger.url, realm })
  const customers = [...ids.customers].map(([clientId, customerId]) => ({
    ...{ customerId, active: true, currency: undefined, email: undefined },
    name: msp.contracts.clients.find((one) => one.clientId === clientId)?.ledgerCustomer?.displayName ?? '',
  }))
  const items = [...ids.items].map(([itemId, ledgerItemId]) => ({
    ...{ ledgerItemId, active: true, kind: 'Service' },
    name: msp.contracts.items.find((one) => one.itemId === itemId)?.name ?? '',
  }))
  const facts = {
    ...{ readAt: '', companyName: '', country: 'US', homeCurrency: 'USD', multicurrency: true },
    ...{ closedThrough: undefined, acceptsOurNumbers: true, salesTax: 'none' as const, customers, items },
  }
  const path = join(home.directory, 'billing.yaml')
  await writeFile(path, contractsToConfig(msp.contracts, facts, { source: 'pax8', ledger: 'quickbooks-online' }))
  await run(['config', 'apply', path, '--effective', billingMonth(msp.months.at(-1) ?? '').end])
}, 120_000)
afterAll(async () => {
  for (const server of servers) await server.close()
  await home.close()
})

async function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const { exit, out, err } = await home.run(args, { clock, environment })
  expect(exit === 0 ? '' : `${args.join(' ')}: ${err}${out}`).toBe('')
  return out
}

const reportSchema = z.object({
  findings: z.array(
    z.object({
      clientId: z.string().nullable(),
      month: z.string(),
      itemIds: z.array(z.string()),
      direction: z.string(),
      revenue: z.union([z.literal('unknown'), z.object({ amount: z.string() })]),
      evidence: z.object({ charges: z.array(z.unknown()) }),
    }),
  ),
  settled: z.array(z.object({ clientId: z.string(), month: z.string(), settledIn: z.string(), amount: z.string() })),
  compared: z.object({ groups: z.number() }),
  coverage: z.array(z.object({ config: z.object({ wasInForce: z.boolean() }).nullable() })),
})

const backfill = ['backfill', '--from', msp.months[0] ?? '', '--to', msp.months.at(-1) ?? '']

test('nothing that was not read is found: without a reading there is no finding, and it is said why', async () => {
  const report = reportSchema.parse(JSON.parse(await run([...backfill, '--no-read', '--json'])))
  expect([report.findings, report.compared.groups]).toEqual([[], 0])
  expect(await run([...backfill, '--no-read'])).toContain('Nothing could be compared')
})

test('half a year of invoices by hand is read from the ledger and held against what Pax8 tells of it', async () => {
  const text = await run(backfill)
  const report = reportSchema.parse(JSON.parse(await run([...backfill, '--no-read', '--json'])))
  const found = report.findings
    .filter(({ itemIds }) => itemIds.length > 0)
    .map(({ clientId, month, itemIds, revenue, direction }) => {
      const sign = direction === 'over-billing' ? '-' : ''
      return `${clientId ?? ''} ${month} ${itemIds.join('+')} ${sign}${revenue === 'unknown' ? revenue : revenue.amount}`
    })
  // Two mistakes of the very same amount, the other way round a later month, are told as settled.
  const even = new Set(
    report.settled.flatMap(({ clientId, month, settledIn, amount }) => [
      `${clientId} ${month} ${amount}`,
      `${clientId} ${settledIn} ${amount}`,
    ]),
  )
  const seeded = written.mistakes
    .filter(({ clientId, month, cents }) => !even.has(`${clientId} ${month} ${centsText(Math.abs(cents))}`))
    .map(({ clientId, month, itemId, cents }) => `${clientId} ${month} ${itemId} ${centsText(cents)}`)
  expect(seeded.length).toBeGreaterThan(3)
  expect(found.sort()).toEqual(seeded.sort())
  expect(report.coverage.every(({ config }) => config?.wasInForce === false)).toBe(true)
  expect(text).toContain('No billing config was in force in')
})

test('a report is kept as it was made, and shown again by the beginning of its id', async () => {
  const [newest, ...earlier] = z
    .array(z.looseObject({ id: z.string(), sha256: z.string() }))
    .parse(JSON.parse(await run(['backfill', '--list', '--json'])))
  expect(earlier).not.toEqual([])
  const shown: unknown = JSON.parse(await run(['backfill', '--show', newest?.id.slice(0, 8) ?? '', '--json']))
  expect(shown).toMatchObject({ id: newest?.id, sha256: newest?.sha256, firstMonth: msp.months[0] })
  expect((await home.run(['backfill', '--show', 'nothing'], { clock })).err).toContain('There is no report "nothing"')
  expect((await home.run(['backfill'], { clock })).err).toContain('--from YYYY-MM')
})

test('months that are not over, or none at all, are refused', async () => {
  const future = await home.run(['backfill', '--from', msp.months[0] ?? '', '--to', lastDay.slice(0, 7)], { clock })
  expect(future.err).toContain('is not over')
  const none = await home.run(['backfill', '--from', '2030-01', '--to', '2029-12'], { clock })
  expect(none.err).toContain('comes after')
})
