import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { createExampleTenant, ids } from '../../emulators/pax8/example-tenant.ts'
import { createPax8Emulator, type Pax8Emulator } from '../../emulators/pax8/server.ts'
import type { QboCompany } from '../../emulators/quickbooks-online/company.ts'
import {
  createQuickBooksOnlineEmulator,
  type QuickBooksOnlineEmulator,
} from '../../emulators/quickbooks-online/server.ts'
import { createManualClock, type ManualClock } from '../../src/support/clock.ts'
import { openCliHome, type CliHome } from './cli-home.ts'
import { connectQuickBooks } from './connect-quickbooks.ts'
import type { CliOutcome, FakeCliOptions } from './fake-cli.ts'
import { tableContents, type TableContents } from './table-contents.ts'

const realm = '9130350000000031'

/**
 * A small MSP in the middle of its month: connected to both emulators through the program itself, synced on 5 April and
 * on 2 May 2026, with a config in force from April on. Of its three clients two can be billed for April, and Tidewater
 * Boatyard cannot: it is linked to no customer of the ledger.
 */
export interface MonthScene {
  readonly home: CliHome
  readonly clock: ManualClock
  readonly pax8: Pax8Emulator
  readonly quickBooks: QuickBooksOnlineEmulator
  readonly company: QboCompany
  /** Runs the program at the scene's time. */
  readonly run: (args: readonly string[], options?: FakeCliOptions) => Promise<CliOutcome>
  /** Runs it, and throws with what it said where it did not end as expected. */
  succeed(args: readonly string[], exit?: number): Promise<string>
  /** Writes a file beside the data, and gives its path. */
  file(name: string, content: string | Uint8Array): Promise<string>
  /** The billing config as YAML, with parts of it put in place of the scene's own. */
  config(change?: ConfigChange): string
  contents(except?: readonly string[]): Promise<TableContents>
  close(): Promise<void>
}

export interface ConfigChange {
  readonly house?: object
  readonly supportPrice?: string
  readonly extraLines?: readonly object[]
  /** The ledger customer of Tidewater Boatyard, which has none otherwise. */
  readonly tidewaterCustomer?: string
  readonly catalog?: readonly object[]
}

export const support = 'support'

export async function openMonthScene(): Promise<MonthScene> {
  const clock = createManualClock(new Date('2026-04-05T09:00:00Z'))
  const home = await openCliHome({ timeZone: 'UTC' })
  const pax8 = createPax8Emulator({ clock, state: createExampleTenant() })
  const quickBooks = createQuickBooksOnlineEmulator({ clock, settings: { limits: 'off' } })
  const company = quickBooks.company(realm)
  company.setPreferences({ customTransactionNumbers: true })
  const books = {
    items: {
      seats: company.addItem({ Name: 'M365 Business Standard' }),
      support: company.addItem({ Name: 'Support' }),
    },
    bearCreek: company.addCustomer({ DisplayName: 'Bear Creek Winery' }),
    northWind: company.addCustomer({ DisplayName: 'North Wind Bakery' }),
  }
  const servers = [await pax8.listen(), await quickBooks.listen()] as const
  const scene = sceneOf({ home, clock, pax8, quickBooks, company }, books, servers)
  await connectBoth(scene, servers[0].url, servers[1].url)
  await scene.succeed(['sync'])
  clock.advanceTo(new Date('2026-05-02T09:00:00Z'))
  await scene.succeed(['sync'])
  const path = await scene.file('billing.yaml', scene.config())
  await scene.succeed(['config', 'apply', path, '--effective', '2026-04-01'])
  return scene
}

interface Books {
  readonly items: { readonly seats: string; readonly support: string }
  readonly bearCreek: string
  readonly northWind: string
}

function sceneOf(
  parts: Pick<MonthScene, 'home' | 'clock' | 'pax8' | 'quickBooks' | 'company'>,
  books: Books,
  servers: readonly { close(): Promise<void> }[],
): MonthScene {
  const { home, clock } = parts
  const run: MonthScene['run'] = (args, options = {}) => home.run(args, { clock, ...options })
  return {
    ...parts,
    run,
    succeed: async (args, exit = 0) => {
      const outcome = await run(args)
      if (outcome.exit !== exit) throw new Error(`${args.join(' ')} ended with ${String(outcome.exit)}: ${outcome.err}`)
      return outcome.out
    },
    file: async (name, content) => {
      const path = join(home.directory, name)
      await writeFile(path, content)
      return path
    },
    config: (change = {}) => stringify(configOf(books, change)),
    contents: (except) => tableContents(home.test, except),
    close: async () => {
      for (const server of servers) await server.close()
      await home.close()
    },
  }
}

async function connectBoth(scene: MonthScene, pax8Url: string, url: string): Promise<void> {
  const connect = ['connect', 'pax8', '--client-id', 'sandbox-client', '--base-url', `${pax8Url}/v1`]
  const outcome = await scene.run([...connect, '--requests-per-second', '1000'], {
    environment: { SEATLEDGER_PAX8_CLIENT_SECRET: 'sandbox-secret' },
  })
  if (outcome.exit !== 0) throw new Error(`Pax8 was not connected: ${outcome.err}`)
  await connectQuickBooks(scene.run, { url, realm })
}

function configOf({ items, bearCreek, northWind }: Books, change: ConfigChange): object {
  const { supportPrice = '40.00', extraLines = [], tidewaterCustomer, catalog = [] } = change
  const ledger = 'quickbooks-online'
  const supportLine = (quantity: string): object => ({
    ...{ line: support, item: support, syncsQuantity: 'false', quantity, unitPrice: supportPrice },
  })
  const seats = { source: 'pax8', product: ids.businessStandard, billingTerm: 'monthly' }
  return {
    seatledger: '1',
    house: change.house ?? { currency: 'USD', price: { markupPercent: '20' } },
    catalog: [
      { item: 'm365', name: 'Microsoft 365', ledgerItems: { [ledger]: items.seats }, covers: [seats] },
      { item: support, name: 'Managed support', ledgerItems: { [ledger]: items.support } },
      ...catalog,
    ],
    clients: [
      {
        client: 'bear-creek-winery',
        name: 'Bear Creek Winery',
        companies: [{ source: 'pax8', company: ids.bearCreek }],
        ledger: { connection: ledger, customer: bearCreek },
        lines: [{ line: 'm365', item: 'm365', syncsQuantity: 'true' }, supportLine('2'), ...extraLines],
      },
      {
        client: 'north-wind-bakery',
        name: 'North Wind Bakery',
        ledger: { connection: ledger, customer: northWind },
        lines: [supportLine('3')],
      },
      {
        client: 'tidewater-boatyard',
        name: 'Tidewater Boatyard',
        ledger: { connection: ledger, ...(tidewaterCustomer === undefined ? {} : { customer: tidewaterCustomer }) },
        lines: [supportLine('1')],
      },
    ],
  }
}
