import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { z } from 'zod'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'

let home: CliHome
let outbox: string

beforeAll(async () => {
  home = await openCliHome({ timeZone: 'UTC' })
  outbox = join(home.directory, 'outbox')
  await mkdir(outbox)
  await writeFile(join(home.directory, 'customers.csv'), 'id,name\nC1,Bear Creek Winery\nC2,Old Mill\n')
})
afterAll(async () => {
  await home.close()
})

async function run(...args: readonly string[]): Promise<string> {
  const { exit, out, err } = await home.run(args)
  expect(exit === 0 ? '' : `${String(exit)} ${err}`).toBe('')
  return out
}

const runSchema = z.object({ run: z.object({ sha256: z.string() }) })

async function billed(month: string): Promise<void> {
  const { run: made } = runSchema.parse(JSON.parse(await run('run', month, '--json')))
  await run('approve', '--hash', made.sha256.slice(0, 12))
}

function configFor(connection: string): string {
  const client = (id: string, customer: string, quantity: string): unknown => ({
    ...{ client: id, name: id, ledger: { connection, customer } },
    lines: [{ line: `${id}-support`, item: 'support', syncsQuantity: 'false', quantity, unitPrice: '100.00' }],
  })
  return stringify({
    seatledger: '1',
    house: { currency: 'USD', price: { markupPercent: '20' } },
    catalog: [{ item: 'support', name: 'Managed support', ledgerItems: { [connection]: 'SUPPORT' } }],
    clients: [client('bear-creek', 'C1', '3'), client('old-mill', 'C2', '2')],
  })
}

test('a month goes into a folder as files, once; a file taken back is billed anew; a deleted one is drift', async () => {
  const connecting = ['connect', 'file', '--name', 'books', '--directory', outbox]
  expect((await home.run(connecting)).err).toContain('--company NAME')
  const out = await run(
    ...connecting,
    '--company',
    'Harborlight IT',
    '--customers',
    join(home.directory, 'customers.csv'),
  )
  expect(out).toContain('2 customers are in the list; any name is taken for one of the items.')
  const config = join(home.directory, 'billing.yaml')
  await writeFile(config, configFor('books'))
  await run('config', 'apply', config, '--effective', '2026-01-01')
  await billed('2026-03')
  expect(await run('post')).toContain('2 posted')
  expect(await run('post')).toContain('2 posted')
  const files = (await readdir(outbox)).filter((name) => name.endsWith('.csv'))
  expect(files).toHaveLength(2)
  const [first = '', second = ''] = files
  const rows = (await readFile(join(outbox, first), 'utf8')).split('\r\n')
  expect(rows[0]?.split(',').slice(0, 3)).toEqual(['document_kind', 'document_number', 'reference'])
  // Three units at 100.00.
  expect(rows[1]).toContain(',300.00,')
  expect(await run('drift')).toContain('Every posted document is as it was posted.')

  await run('correct', '2026-03', '--void', 'bear-creek', '--why', 'wrong customer')
  expect((await readdir(outbox)).filter((name) => name.endsWith('.csv'))).toEqual([second])
  await billed('2026-03')
  await run('post')
  expect((await readdir(outbox)).filter((name) => name.endsWith('.csv'))).toHaveLength(2)
  await rm(join(outbox, second))
  const drifted = await home.run(['drift'])
  expect(drifted.out).toMatch(/old-mill\s+2026-03\s+\S+\s+deleted/)
  expect(drifted.exit).not.toBe(0)

  const elsewhere = await home.run([...connecting.slice(0, -1), home.directory, '--company', 'Harborlight IT'])
  expect(elsewhere.err).toContain('under another --name')
})

test('a month goes into one file, and a second time only with a reason', async () => {
  const monthly = join(home.directory, 'monthly')
  await mkdir(monthly)
  const settings = ['--format', 'json', '--layout', 'month', '--company', 'Harborlight IT']
  await run('connect', 'file', '--name', 'monthly', '--directory', monthly, ...settings)
  const config = join(home.directory, 'billing.yaml')
  await writeFile(config, configFor('monthly'))
  await run('config', 'apply', config, '--effective', '2026-04-01')
  await billed('2026-04')
  await run('post')
  expect((await readdir(monthly)).filter((name) => name.endsWith('.json'))).toEqual([])
  expect(await run('batch', 'monthly', '2026-04')).toContain('2 invoices are in')
  const all: unknown = JSON.parse(await readFile(join(monthly, 'invoices-2026-04.json'), 'utf8'))
  expect(all).toMatchObject({ documents: [{ netTotal: '300.00' }, { netTotal: '200.00' }] })
  expect((await home.run(['batch', 'monthly', '2026-04'])).err).toContain('were handed over in invoices-2026-04.json')
  expect((await home.run(['batch', 'monthly', '2026-04', '--again'])).err).toContain('--why TEXT')
  await run('batch', 'monthly', '2026-04', '--again', '--why', 'the first was lost')
  expect((await home.run(['batch', 'books', '2026-04'])).err).toContain('writes a file for each document')
})
