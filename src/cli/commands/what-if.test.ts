import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'
import { runFakeCli } from '../../../test/helpers/fake-cli.ts'
import { saveConnection } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { listOrganizations } from '../../store/organizations.ts'

const scenario = `scenario: 1
month: 2026-10
config:
  house: { currency: USD }
  catalog: [{ item: work, name: Work, ledgerItems: { books: '1' } }]
  clients:
    - client: acorn
      name: Acorn
      ledger: { connection: books, customer: '7' }
      lines: [{ line: work, item: work, syncsQuantity: false, quantity: 2, unitPrice: 100.00 }]
`

describe('evaluate needs no database', () => {
  const evaluate = (text: string, ...more: readonly string[]) =>
    runFakeCli(['evaluate', '-', ...more], {
      standardInput: text,
      environment: { DATABASE_URL: 'postgres://nowhere:1/x' },
    })

  test('and shows the invoice, each line explained', async () => {
    const { exit, out } = await evaluate(scenario)
    expect(exit).toBe(0)
    expect(out).toContain('2 seats for 1 Oct to 31 Oct, at 100.00 = 200.00')
  })

  test('ends with 0 when all is as expected, with 6 when it differs, and names the place', async () => {
    const expecting = (total: string) => evaluate(`${scenario}expect: { clients: [{ total: ${total} }] }\n`)
    expect((await expecting('200')).exit).toBe(0)
    const wrong = await expecting('210.00')
    expect(wrong.exit).toBe(6)
    expect(wrong.out).toMatch(/acorn, total +210\.00 +200\.00/)
  })

  test('ends with 3 when a client is blocked, unless that is expected', async () => {
    const blocked = scenario.replace(", customer: '7'", '')
    expect((await evaluate(blocked)).exit).toBe(3)
    expect((await evaluate(`${blocked}expect: { clients: [{ outcome: blocked }] }\n`)).exit).toBe(0)
  })

  test('refuses a file that cannot be read with 2, and says where', async () => {
    const { exit, err } = await evaluate(scenario.replace('quantity: 2', 'quantity: two'))
    expect(exit).toBe(2)
    expect(err).toContain('standard input:10: config.clients[0].lines[0].quantity: must be a plain decimal number')
    expect((await runFakeCli(['evaluate', '/nowhere/case.yaml'])).exit).toBe(2)
  })

  test('gives the whole result as one JSON document', async () => {
    const { out } = await evaluate(scenario, '--json')
    expect(JSON.parse(out)).toMatchObject({
      run: { clients: [{ clientId: 'acorn', outcome: 'ready', invoice: { total: '200.00' } }] },
      explanations: [{ clientId: 'acorn', lineKey: 'work' }],
    })
  })
})

describe('on stored months', () => {
  let home: CliHome
  let directory: string

  beforeAll(async () => {
    home = await openCliHome()
    const [organization] = await listOrganizations(home.test.database)
    const books = { id: 'books', kind: 'ledger', adapter: 'quickbooks-online', settings: {} } as const
    await withOrganization(home.test.database, organization?.id ?? '', (tx) => saveConnection(tx, books, new Date(0)))
    directory = await mkdtemp(join(tmpdir(), 'seatledger-what-if-'))
    await apply('100.00')
  })

  afterAll(async () => {
    await home.close()
    await rm(directory, { recursive: true, force: true })
  })

  async function apply(unitPrice: string): Promise<void> {
    const path = join(directory, 'billing.yaml')
    await writeFile(path, configWith(unitPrice))
    expect(await home.run(['config', 'apply', path, '--effective', '2026-01-01'])).toMatchObject({ exit: 0 })
  }

  test('replay says that a run is the same to the byte', async () => {
    expect((await home.run(['run', '2026-03'])).err).toBe('')
    const { exit, out } = await home.run(['replay', '2026-03'])
    expect([exit, out]).toEqual([0, expect.stringContaining('the same to the byte')])
  })

  test('diff names what changed per client and line, and by which input', async () => {
    await home.run(['run', '2026-04'])
    await apply('110.00')
    await home.run(['run', '2026-04'])
    const runs = JSON.parse((await home.run(['run', '--list', '--json'])).out) as { number: number }[]
    const [after = 0, before = 0] = runs.map(({ number }) => number).sort((a, b) => b - a)
    const { out } = await home.run(['diff', String(before), String(after)])
    expect(out).toContain('1 client differs.')
    expect(out).toMatch(/2 x 100\.00 = 200\.00 +2 x 110\.00 = 220\.00 +\+20\.00/)
    expect(out).toContain('by cause: evidence 0.00, config +20.00, engine 0.00 USD')
    await apply('100.00')
  })

  test('what-if shows the effect per client and product, and writes it as CSV', async () => {
    const csv = join(directory, 'effect.csv')
    const change = 'line=acorn/work:unitPrice=112.50'
    const { exit, out } = await home.run(['what-if', '--month', '2026-05', '2026-06', '--set', change, '--csv', csv])
    expect(exit).toBe(0)
    // 2 x 12.50 more in each of the two months.
    expect(out).toContain('2026-05: 200.00 → 225.00 USD (+25.00)')
    expect(out).toContain('2026-06: 200.00 → 225.00 USD (+25.00)')
    expect((await readFile(csv, 'utf8')).split('\r\n')[1]).toBe(
      '2026-05,acorn,Acorn,USD,work,Work,200.00,225.00,25.00,unknown,unknown,blocked',
    )
  })

  test('what-if wants to know what is supposed, and refuses a setting that the config could not have', async () => {
    const nothing = await home.run(['what-if'])
    expect([nothing.exit, nothing.err]).toEqual([2, expect.stringContaining('--config FILE')])
    const wrong = await home.run(['what-if', '--month', '2026-05', '--set', 'client=acorn:rounding=sideways'])
    expect([wrong.exit, wrong.err]).toEqual([2, expect.stringContaining('clients[0].rounding: must be one of')])
  })
})

function configWith(unitPrice: string): string {
  return `seatledger: 1
house: { currency: USD }
catalog: [{ item: work, name: Work }]
clients:
  - client: acorn
    name: Acorn
    ledger: { connection: books }
    lines: [{ line: work, item: work, syncsQuantity: false, quantity: 2, unitPrice: ${unitPrice} }]
`
}
