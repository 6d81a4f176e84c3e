import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'
import { saveConnection } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { saveLedgerReading } from '../../store/ledger-readings.ts'
import { listOrganizations } from '../../store/organizations.ts'

const clients = ['acorn', 'birch', 'cedar']

let directory: string
let home: CliHome

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'seatledger-review-'))
  home = await openCliHome()
  const [organization] = await listOrganizations(home.test.database)
  const books = { id: 'books', kind: 'ledger', adapter: 'quickbooks-online', settings: {} } as const
  await withOrganization(home.test.database, organization?.id ?? '', async (tx) => {
    await saveConnection(tx, books, new Date(0))
    await saveLedgerReading(tx, { connectionId: 'books', readAt: new Date(0), facts: JSON.stringify(lists) })
  })
  const path = join(directory, 'billing.json')
  await writeFile(path, JSON.stringify(config))
  expect((await home.run(['config', 'apply', path, '--effective', '2026-01-01'])).exit).toBe(0)
})

afterAll(async () => {
  await home.close()
  await rm(directory, { recursive: true, force: true })
})

const lists = {
  ...{ readAt: '2026-01-01T00:00:00Z', companyName: 'Harborlight IT', country: 'US', homeCurrency: 'USD' },
  ...{ multicurrency: false, acceptsOurNumbers: true, salesTax: 'none' },
  customers: [{ customerId: '7', name: 'Company', active: true }],
  items: [{ ledgerItemId: '1', name: 'Support', active: true, kind: 'Service' }],
}

const config = {
  seatledger: '1',
  house: { currency: 'USD', price: { markupPercent: '20' } },
  catalog: [{ item: 'support', name: 'Managed support', ledgerItems: { books: '1' } }],
  clients: clients.map((client) => ({
    client,
    name: `Company of ${client}`,
    ledger: { connection: 'books', customer: '7' },
    lines: [{ line: `${client}-line`, item: 'support', syncsQuantity: 'false', quantity: '1', unitPrice: '100.00' }],
  })),
}

test('After one client was run again, the month is reviewed whole: that client by its newer run, the others by the older', async () => {
  expect((await home.run(['run', '2026-01'])).err).toBe('')
  expect((await home.run(['run', '2026-01', '--client', 'birch'])).err).toBe('')
  const month = await home.run(['review', '2026-01', '--json'])
  const shown = JSON.parse(month.out) as { invoices: { clientId: string; runNumber: number }[] }
  expect(shown.invoices.map(({ clientId, runNumber }) => `${clientId} ${String(runNumber)}`)).toEqual([
    'birch 2',
    'acorn 1',
    'cedar 1',
  ])
  const { out } = await home.run(['review', '2026-01'])
  expect(out).toContain('Some clients were run again; each client stands with the newest run that was made for it.')
  const one = await home.run(['review', '2026-01', '--client', 'cedar', '--json'])
  expect(JSON.parse(one.out)).toMatchObject({ run: { number: 1 }, clientId: 'cedar' })
})

test('An approval that leaves out what was run again, or is blocked, ends with 3 and names it', async () => {
  const { out } = await home.run(['run', '2026-02', '--json'])
  const { run } = JSON.parse(out) as { run: { number: number; sha256: string } }
  const whole = await home.run(['approve', String(run.number), '--hash', run.sha256])
  expect([whole.err, whole.exit]).toEqual(['', 0])
  await home.run(['run', '2026-02', '--client', 'birch'])
  const partly = await home.run(['approve', String(run.number), '--hash', run.sha256])
  expect(partly.out).toContain('Not approved, because run again since: Company of birch.')
  expect(partly.exit).toBe(3)
})

test('A config that begins within a month says which month it bills first, and by what the month itself is billed', async () => {
  const path = join(directory, 'next.json')
  await writeFile(path, JSON.stringify({ ...config, house: { currency: 'USD', price: { markupPercent: '25' } } }))
  const { out } = await home.run(['config', 'apply', path, '--effective', '2026-11-15'])
  expect(out).toContain('in force for months that start on 2026-11-15 or later, so from 2026-12 on')
  expect(out).toContain('2026-11 began before and is billed by the version before. Name 2026-11-01 to change it too.')
})
