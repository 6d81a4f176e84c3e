import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createQuickBooksOnlineEmulator } from '../../emulators/quickbooks-online/server.ts'
import { listenOnLoopback } from '../../src/support/loopback-server.ts'
import { systemClock } from '../../src/support/clock.ts'
import { openCliHome, type CliHome } from '../helpers/cli-home.ts'
import { sharedSpecs } from '../helpers/shared-specs.ts'

const billingFile = sharedSpecs('adobe-vip-marketplace', 'invoicing', 'Summary_Invoice_0819338879.Data.csv')
if (billingFile === undefined) {
  console.warn("Adobe's published billing file was not found: its way from import to tie-out was not checked.")
}

/** Adobe's customers as the ledger knows them; the published file's names were made unreadable by Adobe. */
const customers = ['R8m1UqeJxk', '3EiwH6VUD1', 'mgHaYY3YCg']
const realm = '9130350000000001'

let home: CliHome
const emulator = createQuickBooksOnlineEmulator({ clock: systemClock, settings: { limits: 'off' } })
const company = emulator.company(realm)
let closeEmulator: () => Promise<void>
let url: string

beforeAll(async () => {
  home = await openCliHome({ timeZone: 'Europe/Berlin' })
  company.setPreferences({ multiCurrency: true, exchangeRates: { EUR: '1.12' }, customTransactionNumbers: true })
  ;({ url, close: closeEmulator } = await emulator.listen())
})
afterAll(async () => {
  await closeEmulator()
  await home.close()
})

async function run(...args: readonly string[]): Promise<string> {
  const { exit, out, err } = await home.run(args)
  expect(exit === 0 ? '' : err).toBe('')
  return out
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listenOnLoopback(server, 0, '--port')
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Connects the ledger, with the consent given in the place of a browser. */
async function connectQuickBooks(): Promise<void> {
  let seen = ''
  const addresses = ['--api-base-url', url, '--authorize-url', `${url}/connect/oauth2`]
  const tokens = ['--token-url', `${url}/oauth2/v1/tokens/bearer`, '--revoke-url', `${url}/v2/oauth2/tokens/revoke`]
  const redirect = `http://localhost:${String(await freePort())}/callback`
  const app = ['--environment', 'sandbox', '--client-id', 'sandbox-app', '--redirect-uri', redirect]
  let browsed: Promise<void> | undefined
  const { exit, err } = await home.run(['connect', 'quickbooks-online', ...app, ...addresses, ...tokens], {
    environment: { SEATLEDGER_QUICKBOOKS_CLIENT_SECRET: 'sandbox-app-secret' },
    onError: (text) => {
      seen += text
      const address = /^ {2}(http\S+)$/m.exec(seen)?.[1]
      if (address !== undefined && seen.includes('Waiting')) browsed ??= consent(address)
    },
  })
  await browsed
  expect(exit === 0 ? '' : err).toBe('')
}

async function consent(address: string): Promise<void> {
  const response = await fetch(`${address}&realmId=${realm}`, { redirect: 'manual' })
  await fetch(response.headers.get('location') ?? '')
}

const runSchema = z.object({
  run: z.object({ sha256: z.string() }),
  totals: z.record(z.string(), z.string()),
  invoices: z.array(
    z.object({ clientName: z.string(), outcome: z.string(), total: z.string(), lineCount: z.number() }),
  ),
})
const tieOutSchema = z.object({
  verdict: z.string(),
  controls: z.array(z.object({ currency: z.string(), total: z.string(), unexplained: z.string() })),
})

test.runIf(billingFile !== undefined)(
  "Adobe's billing file goes from import to a tie-out of 0.00 without any distributor's key",
  { timeout: 120_000 },
  async () => {
    await connectQuickBooks()
    // Entered in the ledger after it was connected: the next sync reads its lists again.
    for (const name of customers) company.addCustomer({ DisplayName: name, CurrencyRef: { value: 'EUR' } })
    company.addItem({ Name: 'Charges from adobe' })
    expect(await run('sync')).toContain('quickbooks-online: 3 customers,')
    const path = join(home.directory, 'adobe.csv')
    await writeFile(path, await readFile(billingFile ?? ''))
    const importing = ['import', 'charges', path, '--map', 'adobe', '--connection', 'adobe']
    expect(await run(...importing)).toContain('Nothing was imported yet')
    expect(await run(...importing, '--yes')).toContain('49 charges, 17 new distributor invoices')

    const config = await run('config', 'suggest')
    const configPath = join(home.directory, 'billing.yaml')
    await writeFile(configPath, config)
    await run('config', 'apply', configPath, '--effective', '2020-06-01')

    const dryRun = runSchema.parse(JSON.parse(await run('run', '2020-06', '--json')))
    // Each charge plus 20 %, rounded half up per charge, added up apart from the program.
    expect(dryRun.invoices.map(({ clientName, lineCount, total }) => [clientName, lineCount, total]).sort()).toEqual([
      ['3EiwH6VUD1', 22, '12194.40'],
      ['R8m1UqeJxk', 12, '9093.91'],
      ['mgHaYY3YCg', 15, '5882.69'],
    ])
    expect(dryRun.invoices.every(({ outcome }) => outcome === 'ready')).toBe(true)

    await run('approve', '--hash', dryRun.run.sha256.slice(0, 12))
    await run('post')
    expect(company.invoices()).toHaveLength(3)
    const tieOut = tieOutSchema.parse(JSON.parse(await run('reconcile', '2020-06', '--json')))
    expect(tieOut).toMatchObject({
      verdict: 'ties-out',
      controls: [{ currency: 'EUR', total: '22642.48', unexplained: '0.00' }],
    })
  },
)
