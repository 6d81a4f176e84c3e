import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openMonthScene, type MonthScene } from '../../../test/helpers/month-scene.ts'

let scene: MonthScene

beforeAll(async () => {
  scene = await openMonthScene()
})
afterAll(() => scene.close())

const runSchema = z.object({
  run: z.object({ number: z.number(), sha256: z.string() }),
  totals: z.record(z.string(), z.string()),
  approvals: z.object({ kept: z.array(z.string()), dropped: z.array(z.string()) }),
  // Without the number of the run that it stands in.
  invoices: z.array(
    z.object({
      clientId: z.string(),
      outcome: z.string(),
      total: z.string(),
      sha256: z.string().optional(),
      invoice: z.unknown(),
      body: z.string().nullable(),
    }),
  ),
  anomalies: z.array(
    z.looseObject({ code: z.string(), severity: z.string(), message: z.string(), clientId: z.string().optional() }),
  ),
})
type Prepared = z.infer<typeof runSchema>

async function prepare(...more: readonly string[]): Promise<Prepared> {
  const { out, err } = await scene.run(['run', '2026-04', '--json', ...more])
  expect(err).toBe('')
  return runSchema.parse(JSON.parse(out))
}

async function apply(change: Parameters<MonthScene['config']>[0]): Promise<void> {
  const path = await scene.file('billing.yaml', scene.config(change))
  await scene.succeed(['config', 'apply', path, '--effective', '2026-04-01'])
}

function outcomes({ invoices }: Prepared): readonly string[] {
  return invoices.map(({ clientId, outcome, total }) => `${clientId} ${outcome} ${total}`)
}

const approved = z.object({
  approved: z.array(z.object({ clientId: z.string() })),
  newly: z.number(),
  blocked: z.array(z.string()),
})

// 2 x 40.00, and 17 seats at 10.005 plus 20 %, which is 12.006: 204.102, rounded to 204.10.
const april = ['bear-creek-winery ready 284.10', 'north-wind-bakery ready 120.00', 'tidewater-boatyard blocked 40.00']

test('the same evidence and config give the same bytes and the same hash, whatever time it is', async () => {
  const first = await prepare()
  expect(outcomes(first)).toEqual(april)
  scene.clock.advanceBy(3_600_000)
  const second = await prepare()
  expect(second.run.number).toBe(first.run.number + 1)
  expect(second.run.sha256).toBe(first.run.sha256)
  expect([second.invoices, second.anomalies]).toEqual([first.invoices, first.anomalies])
})

test('a run of chosen clients works these and no other, with the same bytes as a run of all', async () => {
  const all = await prepare()
  const chosen = await scene.succeed(['run', '2026-04', '--client', 'north-wind-bakery', '--json'])
  const { run, invoices } = runSchema.parse(JSON.parse(chosen))
  expect(invoices).toEqual(all.invoices.filter(({ clientId }) => clientId === 'north-wind-bakery'))
  const review = runSchema.parse(JSON.parse((await scene.run(['review', String(run.number), '--json'])).out))
  expect(review.run.sha256).toBe(run.sha256)
})

test('what is blocked cannot be approved, by the hash of the run or by its own, and the others can', async () => {
  const { run, invoices } = await prepare()
  const blocked = invoices.find(({ outcome }) => outcome === 'blocked')
  const before = await scene.contents()
  const own = await scene.run(['approve', '--hash', blocked?.sha256 ?? ''])
  expect([own.exit, own.err]).toEqual([2, expect.stringContaining('blocked: Tidewater Boatyard')])
  const byClient = await scene.run(['approve', '--hash', run.sha256, '--client', 'tidewater-boatyard'])
  expect(byClient.exit).toBe(2)
  expect(await scene.contents()).toEqual(before)

  const { approved: all, blocked: left } = approved.parse(
    JSON.parse(await scene.succeed(['approve', '--hash', run.sha256, '--json'], 3)),
  )
  expect(all.map(({ clientId }) => clientId)).toEqual(['bear-creek-winery', 'north-wind-bakery'])
  expect(left).toEqual(['tidewater-boatyard'])
  const text = await scene.succeed(['approve', '--hash', run.sha256], 3)
  expect(text).toContain('Not approved, because blocked: Tidewater Boatyard.')
})

test('an approval counts in a later run where the invoice is the same to the byte, and is dropped and told where not', async () => {
  // Only Bear Creek's invoice changes: one more line.
  await apply({
    extraLines: [{ line: 'extra', item: 'support', syncsQuantity: 'false', quantity: '1', unitPrice: '5' }],
  })
  const again = await prepare()
  expect(outcomes(again)).toEqual(['bear-creek-winery ready 289.10', ...april.slice(1)])
  expect(again.approvals).toEqual({ kept: ['north-wind-bakery'], dropped: ['bear-creek-winery'] })
  const told = await scene.run(['review'])
  expect(told.out).toContain('Approved before and changed since, so to be approved again: Bear Creek Winery.')
  const kept = await scene.run(['review', '--client', 'north-wind-bakery'])
  expect(kept.out).toContain('Approved by')
  const dropped = await scene.run(['review', '--client', 'bear-creek-winery'])
  expect(dropped.out).toContain('Not approved.')
  const posted = await scene.run(['post'])
  expect(posted.out).toContain('1 posted')
  expect(posted.out).toContain('1 are ready and not approved.')
  expect(scene.company.contents().map(({ customer }) => customer)).toEqual(['North Wind Bakery'])
})

test('a client that cannot be worked out at all stops no other; the run says which, why and what is unbilled', async () => {
  const digits = '9'.repeat(38)
  const line = { line: 'huge', item: 'support', syncsQuantity: 'false', quantity: digits, unitPrice: digits }
  await apply({
    extraLines: [line],
    tidewaterCustomer: scene.company.addCustomer({ DisplayName: 'Tidewater Boatyard' }),
  })
  await scene.succeed(['sync', 'quickbooks-online'])
  const { run, totals, invoices, anomalies } = await prepare()
  expect(invoices.map(({ clientId, outcome }) => `${clientId} ${outcome}`)).toEqual([
    'bear-creek-winery blocked',
    'north-wind-bakery already-billed',
    'tidewater-boatyard ready',
  ])
  expect(totals).toEqual({ USD: '40.00' })
  const told = anomalies.filter(({ code }) => code === 'client-not-worked')
  expect(told.map(({ severity, clientId }) => [severity, clientId])).toEqual([['blocking', 'bear-creek-winery']])
  expect(told[0]?.message).toContain('Bear Creek Winery could not be worked out: "9999')
  expect(told[0]?.message).toContain('Unbilled are its 3 lines, with 2 subscriptions and ')
  await scene.succeed(['approve', '--hash', run.sha256], 3)
  expect((await scene.run(['post'])).out).toContain('2 posted')

  const path = await scene.file('hostile.yaml', scene.config({ extraLines: [line] }))
  const plan = await scene.run(['config', 'plan', path, '--month', '2026-04'])
  expect([plan.exit, plan.err]).toEqual([0, ''])
})
