import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProgram } from '../../../test/helpers/child-process.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/helpers/test-database.ts'
import { formatMoney } from '../../money/money.ts'
import { openChargesMapping } from '../../sources/file/open-mapping.ts'
import { listChargeReadings, listCharges } from '../../store/charges.ts'
import { findConnection, saveConnection } from '../../store/connections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listImportedFiles } from '../../store/imported-files.ts'
import { newestRecords } from '../../store/observations.ts'
import { createOrganization } from '../../store/organizations.ts'
import { readCompany } from '../../store/record-schemas.ts'
import { listSnapshots } from '../../store/snapshots.ts'
import type { AppContext } from '../context.ts'
import { adobeFile, adobeRow } from './fixtures/adobe-file.ts'
import type { ChargesFileMapping } from '../../sources/charges-file.ts'
import type { FileToImport } from './file-to-import.ts'
import { applyImport, previewImport } from './import-charges.ts'
import { ImportRefused, NotAFileConnection } from './import-failures.ts'

let testDatabase: TestDatabase
beforeAll(async () => {
  testDatabase = await createTestDatabase()
})
afterAll(() => testDatabase.close())

/** An organization of its own for each test. */
async function newContext(): Promise<AppContext> {
  const { database } = testDatabase
  const organization = await createOrganization(database, { name: 'North Wind IT', timeZone: 'Europe/Berlin' })
  return { database, organization, actor: 'bookkeeper' }
}

/** Two invoices for two clients: 2 x 10.00 and 3 x 5.00 for one, a return of 2 x 10.00 for the other. */
const april = adobeFile([
  adobeRow({ invoice: '900001', line: '000010', customer: '100', quantity: '2', price: '10.00', amount: '20.00' }),
  adobeRow({
    invoice: '900001',
    line: '000020',
    customer: '100',
    quantity: '3',
    price: '5.00',
    amount: '15.00',
    sku: 'B',
  }),
  adobeRow({ invoice: '900002', line: '000010', customer: '200', quantity: '2', price: '-10.00', amount: '-20.00' }),
])

async function file(text: string, connectionId = 'adobe'): Promise<FileToImport<ChargesFileMapping>> {
  const mapping = await openChargesMapping('adobe')
  return { connectionId, fileName: 'april.csv', bytes: new TextEncoder().encode(text), mapping }
}

const inOrganization = <T>(context: AppContext, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  withOrganization(context.database, context.organization.id, work)

/** How many rows there are in each table that an import writes. */
async function rowCounts(context: AppContext): Promise<Record<string, string>> {
  const tables = ['connection', 'imported_file', 'raw_payload', 'snapshot', 'observation', 'charge_reading', 'charge']
  const counts: Record<string, string> = {}
  for (const table of tables) {
    const { rows } = await inOrganization(context, (tx) =>
      sql<{ count: bigint }>`select count(*) as count from ${sql.table(table)}`.execute(tx),
    )
    counts[table] = String(rows[0]?.count)
  }
  return counts
}

const nothing = {
  connection: '0',
  imported_file: '0',
  raw_payload: '0',
  snapshot: '0',
  observation: '0',
  charge_reading: '0',
  charge: '0',
}

test('a preview says what the import would do, and writes nothing', async () => {
  const context = await newContext()
  const preview = await previewImport(context, await file(april))
  expect(preview.verdict).toBe('importable')
  expect(preview.sums.map(({ charges, total }) => [charges, formatMoney(total)])).toEqual([[3, '15.00 EUR']])
  expect(preview.invoices.map(({ invoice, state, cost }) => [invoice.invoiceId, state, formatMoney(cost)])).toEqual([
    ['900001', 'new', '35.00 EUR'],
    ['900002', 'new', '-20.00 EUR'],
  ])
  expect(preview.companies.map(({ company, isNew }) => [company.companyId, isNew])).toEqual([
    ['100', true],
    ['200', true],
  ])
  expect(preview.servicePeriods).toEqual([{ period: { start: '2026-04-12', end: '2027-04-12' }, charges: 3 }])
  expect(await rowCounts(context)).toEqual(nothing)
})

test('an import writes the connection, a complete snapshot, the names, the invoices and every charge', async () => {
  const context = await newContext()
  const result = await applyImport(context, await previewImport(context, await file(april)))
  expect(result).toEqual({
    outcome: 'imported',
    charges: 3,
    newInvoices: ['900001', '900002'],
    changedInvoices: [],
  })
  await inOrganization(context, async (tx) => {
    expect(await findConnection(tx, 'adobe')).toMatchObject({ kind: 'source', adapter: 'file' })
    expect((await listSnapshots(tx)).map(({ complete }) => complete)).toEqual([true])
    const companies = await newestRecords(tx, { noun: 'company' })
    expect(companies.map(({ state }) => readCompany(state ?? '').name).sort()).toEqual(['Client 100', 'Client 200'])
    const charges = await listCharges(tx)
    expect(charges.map(({ chargeId, cost }) => `${chargeId} ${cost === 'unknown' ? cost : formatMoney(cost)}`)).toEqual(
      ['900001/000010/1 20.00 EUR', '900001/000020/1 15.00 EUR', '900002/000010/1 -20.00 EUR'],
    )
    expect((await listChargeReadings(tx)).every(({ complete }) => complete)).toBe(true)
    expect(await listImportedFiles(tx, 'adobe')).toMatchObject([
      { name: 'april.csv', profile: 'charges', rowCount: 3, importedBy: 'bookkeeper' },
    ])
  })
})

test('the same file twice changes nothing, even when both were previewed before', async () => {
  const context = await newContext()
  const first = await previewImport(context, await file(april))
  const second = await previewImport(context, await file(april))
  await applyImport(context, first)
  const after = await rowCounts(context)
  expect((await applyImport(context, second)).outcome).toBe('already-imported')
  expect((await previewImport(context, await file(april))).verdict).toBe('already-imported')
  expect(await rowCounts(context)).toEqual(after)
})

test('two people importing the same file at once import it once', async () => {
  const context = await newContext()
  const previews = await Promise.all([1, 2, 3].map(async () => previewImport(context, await file(april))))
  const results = await Promise.all(previews.map((preview) => applyImport(context, preview)))
  expect(results.map(({ outcome }) => outcome).sort()).toEqual(['already-imported', 'already-imported', 'imported'])
  expect((await rowCounts(context))['charge']).toBe('3')
})

test('an invoice that comes again in another file with the same lines is stored once', async () => {
  const context = await newContext()
  await applyImport(context, await previewImport(context, await file(april)))
  const again = await previewImport(context, await file(april.replaceAll('\n', '\r\n')))
  expect(again.invoices.map(({ state }) => state)).toEqual(['same', 'same'])
  expect((await applyImport(context, again)).newInvoices).toEqual([])
  const counts = await rowCounts(context)
  expect([counts['imported_file'], counts['charge'], counts['observation']]).toEqual(['2', '3', '6'])
})

test('an invoice that comes again with other lines is alarmed; both readings are kept and the first one counts', async () => {
  const context = await newContext()
  await applyImport(context, await previewImport(context, await file(april)))
  const other = adobeFile([
    adobeRow({ invoice: '900001', line: '000010', customer: '100', quantity: '2', price: '11.00', amount: '22.00' }),
  ])
  const preview = await previewImport(context, await file(other))
  expect(preview.invoices.map(({ state }) => state)).toEqual(['changed'])
  expect((await applyImport(context, preview)).changedInvoices).toEqual(['900001'])
  await inOrganization(context, async (tx) => {
    expect(await listChargeReadings(tx, { invoiceId: '900001' })).toHaveLength(2)
    expect(await listCharges(tx)).toHaveLength(3)
  })
})

test('a file with one bad row is refused with its line, and nothing of it is imported', async () => {
  const context = await newContext()
  const preview = await previewImport(context, await file(april.replace(',15.00,0,15.00,', ',15.00,0,fifteen,')))
  expect(preview.verdict).toBe('refused')
  await expect(applyImport(context, preview)).rejects.toThrow(ImportRefused)
  await expect(applyImport(context, preview)).rejects.toThrow('Line 3')
  expect(await rowCounts(context)).toEqual(nothing)
})

test('with the operator’s word a file is taken without its bad row; it proves nothing until the whole file comes', async () => {
  const context = await newContext()
  const half = april.replace(',15.00,0,15.00,', ',15.00,0,fifteen,')
  const refused = await previewImport(context, await file(half))
  expect([refused.verdict, refused.couldLeaveOutBadRows]).toEqual(['refused', true])
  const part = await previewImport(context, { ...(await file(half)), leaveOutBadRows: true })
  expect(part.verdict).toBe('importable')
  expect(await applyImport(context, part)).toMatchObject({ charges: 2, newInvoices: ['900001', '900002'] })
  const readings = () => inOrganization(context, (tx) => listChargeReadings(tx))
  expect((await readings()).map(({ complete }) => complete)).toEqual([false, false])
  // The second invoice's lines are the very same ones, and are known to be whole now.
  const whole = await previewImport(context, await file(april))
  expect(whole.invoices.map(({ state }) => state)).toEqual(['new', 'new'])
  expect((await applyImport(context, whole)).changedInvoices).toEqual([])
  expect((await readings()).filter(({ complete }) => complete).map(({ invoiceId }) => invoiceId)).toEqual([
    '900001',
    '900002',
  ])
  expect(await inOrganization(context, (tx) => listCharges(tx))).toHaveLength(3)
})

test('the next file says what costs otherwise than in the one imported last', async () => {
  const context = await newContext()
  const first = await previewImport(context, await file(april))
  expect(first.changes).toBeUndefined()
  await applyImport(context, first)
  const may = adobeFile([
    adobeRow({ invoice: '900003', line: '000010', customer: '100', quantity: '2', price: '11.00', amount: '22.00' }),
    adobeRow({ invoice: '900003', line: '000020', customer: '300', quantity: '1', price: '5.00', amount: '5.00' }),
  ])
  const { changes = [] } = await previewImport(context, await file(may))
  expect(changes.map(({ companyId, productId, what }) => [companyId, productId, what])).toEqual([
    ['100', expect.anything(), 'more'],
    ['100', 'B', 'gone'],
    ['200', expect.anything(), 'gone'],
    ['300', expect.anything(), 'new'],
  ])
})

test('a file whose control total does not tie is refused', async () => {
  const context = await newContext()
  const preview = await previewImport(context, await file(april.split('\n').slice(0, -1).join('\n')))
  await expect(applyImport(context, preview)).rejects.toThrow(
    'Grand Total says 15.00 EUR, and its charges come to 35.00 EUR',
  )
  expect(await rowCounts(context)).toEqual(nothing)
})

test('files need a connection of their own, with a name that can be one', async () => {
  const context = await newContext()
  const pax8 = { id: 'pax8', kind: 'source', adapter: 'pax8', settings: {} } as const
  await inOrganization(context, (tx) => saveConnection(tx, pax8, context.database.clock.now()))
  await expect(previewImport(context, await file(april, 'pax8'))).rejects.toThrow(NotAFileConnection)
  await expect(previewImport(context, await file(april, 'My Files'))).rejects.toThrow('cannot name a connection')
})

test('an import that is killed in the middle leaves nothing, and the same command then completes', async () => {
  const context = await newContext()
  const folder = await mkdtemp(join(tmpdir(), 'seatledger-import-'))
  const path = join(folder, 'april.csv')
  await writeFile(path, april)
  const blocker = new Client({ connectionString: testDatabase.url })
  await blocker.connect()
  try {
    // Whoever writes charges waits here, with the connection, the file's row and the snapshot written before.
    await blocker.query('begin; lock table charge in exclusive mode')
    const child = startProgram('import-file', [testDatabase.url, JSON.stringify(context.organization), path])
    await waitingForCharges(blocker)
    child.kill('SIGKILL')
    await child.gone
    await blocker.query('rollback')
    expect(await rowCounts(context)).toEqual(nothing)
    await applyImport(context, await previewImport(context, await file(april)))
    expect((await rowCounts(context))['charge']).toBe('3')
  } finally {
    await blocker.end()
    await rm(folder, { recursive: true })
  }
})

async function waitingForCharges(client: Client): Promise<void> {
  const query = "select from pg_locks where relation = 'charge'::regclass and not granted"
  while ((await client.query(query)).rowCount === 0) await testDatabase.database.clock.sleep(20)
}
