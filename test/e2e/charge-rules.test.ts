import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smallHeader, smallMapping, smallRow } from '../../src/sources/file/fixtures/charges-file.ts'
import { openLateChargeScene, type LateChargeScene } from '../helpers/late-charge-scene.ts'

let scene: LateChargeScene

beforeAll(async () => {
  scene = await openLateChargeScene()
}, 120_000)

afterAll(() => scene.close())

/** A charge that names no client, as a distributor's platform fee. */
function feeRow(invoice: string, date: string, amount: string): string {
  const [year = '', month = ''] = date.split('-')
  const next = `${year}-${String(Number(month) + 1).padStart(2, '0')}-01`
  return smallRow({
    ...{ Customer: '', Invoice: invoice, Date: date, Type: 'service-charge', From: date, To: next },
    ...{ Qty: '1', Price: amount, Amount: amount },
  })
}

/** Imports an invoice of one fee, with its text. */
async function importFee(invoice: string, date: string, amount: string, text = 'Platform fee'): Promise<void> {
  const { home, succeed } = scene
  const mapping = join(home.directory, 'fees.json')
  const columns = { ...smallMapping.columns, description: 'Text', 'invoice.total': 'Invoice Total' }
  await writeFile(mapping, JSON.stringify({ ...smallMapping, mapping: 'small-fees', columns }))
  const path = join(home.directory, `${invoice}.csv`)
  await writeFile(path, `${smallHeader},Text,Invoice Total\n${feeRow(invoice, date, amount)},${text},${amount}\n`)
  await succeed('import', 'charges', path, '--map', mapping, '--connection', 'small', '--yes')
}

interface State {
  readonly differences: readonly {
    readonly id: string
    readonly state: string
    readonly class: string
    readonly cost: string
    readonly decision?: {
      readonly kind: string
      readonly reason: string
      readonly by: string
      readonly byRule: boolean
    }
  }[]
}

async function feesOf(month: string): Promise<State['differences']> {
  const { differences } = JSON.parse((await scene.run('decide', month, '--json', '--all')).out) as State
  return differences.filter((each) => each.class === 'service-charge-without-client')
}

test('a fee that is split between clients once is split so each month, until the rule is taken back', async () => {
  const { run, succeed, dryRun, clock } = scene
  await importFee('F4', '2026-04-01', '9.99')
  await importFee('F9', '2026-04-01', '1.00')
  const fee = (await feesOf('2026-04')).find(({ cost }) => cost === '9.99')
  expect([fee?.state, fee?.cost]).toEqual(['open', '9.99'])
  const split = ['decide', '2026-04', fee?.id ?? '', '--as', 'carry', '--client', 'c1:2', 'c2:1', '--why', 'by seats']
  const remember = ['--remember', 'Platform fee']

  const stated = await run(...split, ...remember, '--amount', '12.00')
  expect([stated.exit, stated.err]).toEqual([2, expect.stringContaining('--markup')])
  const wide = await run(...split, ...remember, '--markup', '10', '--match', 'type')
  expect([wide.exit, wide.err]).toEqual([2, expect.stringContaining('every charge of its type')])
  expect((await feesOf('2026-04')).map(({ state }) => state)).toEqual(['open', 'open'])

  // 9.99 x 1.1 = 10.989, rounded 10.99; two thirds 7.3266…, one third 3.6633…: 7.33 and 3.66.
  const text = await succeed(...split, ...remember, '--markup', '10')
  expect(text).toContain('on the next invoice of c1')
  expect(text).toContain('7.33 USD')
  expect(text).toContain('3.66 USD')
  expect(await succeed('charge-rules')).toMatch(
    /Platform fee\s+2026-04\s+small: type service-charge, description "Platform fee"\s+carry to c1:2 c2:1, cost \+ 10 %/,
  )
  const again = await run(...split, ...remember, '--markup', '10')
  expect(again.exit).toBe(2)

  // The other fee of April is the rule's as well. To look at the month decides nothing, however often; a tie-out does.
  const other = async () => (await feesOf('2026-04')).find(({ cost }) => cost === '1.00')
  expect([(await other())?.state, (await other())?.state]).toEqual(['open', 'open'])
  expect((await run('reconcile', '2026-04')).out).toContain('by seats (by rule "Platform fee", since 2026-04)')
  expect(await other()).toMatchObject({ state: 'decided', decision: { byRule: true } })

  // May has the same fee at another amount, and another fee that the rule is not about. It decides when the fee arrives.
  clock.advanceTo(new Date('2026-06-05T09:00:00Z'))
  await importFee('F5', '2026-05-01', '3.00')
  await importFee('F6', '2026-05-01', '5.00', 'Onboarding')
  const fees = await feesOf('2026-05')
  const byRule = fees.find(({ cost }) => cost === '3.00')
  expect(byRule).toMatchObject({
    state: 'decided',
    decision: { kind: 'carry', byRule: true, reason: 'by seats (by rule "Platform fee", since 2026-04)' },
  })
  expect(fees.find(({ cost }) => cost === '5.00')).toMatchObject({ state: 'open' })

  // A person takes the rule's decision on May back: it does not come again by itself.
  await succeed('decide', '2026-05', '--withdraw', byRule?.id ?? '', '--why', 'not this month')
  expect((await feesOf('2026-05')).find(({ cost }) => cost === '3.00')).toMatchObject({ state: 'open' })
  // On the next dry run stand April's shares of both fees and nothing of May. 1.00 x 1.1 = 1.10: 0.73 and 0.37.
  const june = await dryRun('2026-06')
  expect(june.invoices.map(({ clientId, total }) => [clientId, total]).sort()).toEqual([
    ['c1', '8.06'],
    ['c2', '4.03'],
  ])

  await succeed('charge-rules', '--withdraw', 'platform FEE', '--why', 'renegotiated')
  expect(await succeed('charge-rules')).toContain('No rule is in force')
  const twice = await run('charge-rules', '--withdraw', 'Platform fee', '--why', 'again')
  expect([twice.exit, twice.err]).toEqual([2, expect.stringContaining('No rule "Platform fee" is in force')])
  // What it decided stays decided.
  expect((await feesOf('2026-04')).map(({ state }) => state)).toEqual(['decided', 'decided'])
}, 120_000)
