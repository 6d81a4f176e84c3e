import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { z } from 'zod'
import type { XeroOrganisation } from '../../../emulators/xero/organisation.ts'
import { createXeroEmulator } from '../../../emulators/xero/server.ts'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'
import { freePort } from '../../../test/helpers/connect-quickbooks.ts'
import type { CliOutcome } from '../../../test/helpers/fake-cli.ts'
import { formatDecimal } from '../../money/decimal.ts'
import { createManualClock } from '../../support/clock.ts'

const clock = createManualClock(new Date('2026-05-02T09:00:00.000Z'))
const ours = '45e4708e-d862-4111-ab3a-dd8cd03913e1'
const another = '11111111-2222-4333-8444-555555555555'
const preparedSchema = z.looseObject({ run: z.looseObject({ sha256: z.string() }) })
let home: CliHome
let url: string
let close: () => Promise<void>
let organisation: XeroOrganisation
let customer: string

beforeAll(async () => {
  home = await openCliHome({ timeZone: 'UTC' })
  const emulator = createXeroEmulator({ clock, settings: { limits: 'off' } })
  emulator.organisation(another)
  organisation = emulator.organisation(ours)
  organisation.setSettings({ name: 'Harborlight IT', baseCurrency: 'USD' })
  customer = organisation.addContact({ name: 'Bear Creek Winery', dueDays: 30 })
  organisation.addItem({ code: 'SUPPORT', name: 'Managed support' })
  ;({ url, close } = await emulator.listen())
})
afterAll(async () => {
  await close()
  await home.close()
})

/** Connects, with the consent given in the place of a browser. */
async function connect(...more: string[]): Promise<CliOutcome> {
  const redirect = `http://localhost:${String(await freePort())}/callback`
  const addresses = ['--api-base-url', url, '--authorize-url', `${url}/identity/connect/authorize`]
  const tokens = ['--token-url', `${url}/connect/token`, '--revoke-url', `${url}/connect/revocation`]
  const args = ['connect', 'xero', '--client-id', 'sandbox-app', '--redirect-uri', redirect, ...addresses, ...tokens]
  let browsed: Promise<unknown> | undefined
  let seen = ''
  const outcome = await home.run([...args, ...more], {
    clock,
    environment: { SEATLEDGER_XERO_CLIENT_SECRET: 'sandbox-app-secret' },
    onError: (text) => {
      seen += text
      const address = /^ {2}(http\S+)$/m.exec(seen)?.[1]
      if (address !== undefined && seen.includes('Waiting')) browsed ??= fetch(address)
    },
  })
  await browsed
  return outcome
}

test('a consent that reaches several organisations connects the one that is named, and no other', async () => {
  const wrong = await connect('--company', 'Nobody & Sons')
  expect(wrong.exit).not.toBe(0)
  expect(wrong.err).toContain('2  Harborlight IT')
  const { exit, out } = await connect('--company', 'Harborlight IT')
  expect({ exit, out }).toMatchObject({ exit: 0 })
  expect(out).toContain('Connected "xero" to the Xero company "Harborlight IT".')
  expect(out).toContain('1 customers and 1 items; its home currency is USD')
  const other = await connect('--company', another)
  expect(other.err).toContain('"xero"')
  expect(other.exit).not.toBe(0)
})

test('a month is prepared, approved and posted to it once', async () => {
  const file = join(home.directory, 'billing.yaml')
  const line = { line: 'support', item: 'support', syncsQuantity: 'false', quantity: '17', unitPrice: '22.00' }
  const config = {
    seatledger: '1',
    house: { currency: 'USD', price: { markupPercent: '20' } },
    catalog: [{ item: 'support', name: 'Managed support', ledgerItems: { xero: 'SUPPORT' } }],
    clients: [
      { client: 'bear-creek', name: 'Bear Creek Winery', ledger: { connection: 'xero', customer }, lines: [line] },
    ],
  }
  await writeFile(file, stringify(config))
  const succeed = async (...args: string[]): Promise<string> => {
    const { exit, out, err } = await home.run(args, { clock })
    expect(exit === 0 ? '' : `${args.join(' ')}: ${out}${err}`).toBe('')
    return out
  }
  await succeed('config', 'apply', file, '--effective', '2026-01-01')
  const prepared = preparedSchema.parse(JSON.parse(await succeed('run', '2026-04', '--json')))
  expect(await succeed('review')).toContain('374.00')
  await succeed('approve', '--hash', prepared.run.sha256.slice(0, 16))
  await succeed('post')
  await succeed('post')
  const held = organisation.documents.all('Invoices')
  expect(held.map(({ subTotal, status, dueDate }) => [formatDecimal(subTotal), status, dueDate])).toEqual([
    ['374.00', 'AUTHORISED', '2026-05-30'],
  ])
})
