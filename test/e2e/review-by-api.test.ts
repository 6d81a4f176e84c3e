import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { offerSetup } from '../../src/app/operators/set-up.ts'
import { createTestApp } from '../helpers/test-app.ts'
import { listOrganizations } from '../../src/store/organizations.ts'
import { openMonthScene, type MonthScene } from '../helpers/month-scene.ts'

const password = 'correct horse battery'
const clientSchema = z.looseObject({
  runNumber: z.int(),
  clientId: z.string(),
  outcome: z.string(),
  total: z.string(),
  sha256: z.string().nullable(),
  approval: z.looseObject({ by: z.string() }).nullable(),
})
const reviewSchema = z.looseObject({
  clients: z.array(clientSchema),
  totals: z.array(z.object({ amount: z.string(), currency: z.string() })),
})

let scene: MonthScene
let app: ReturnType<typeof createTestApp>
let headers: Record<string, string>

const ask = (path: string, body?: object): Promise<Response> =>
  Promise.resolve(
    app.request(`/api/v1${path}`, {
      headers,
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    }),
  )
const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => schema.parse(await (await ask(path)).json())

beforeAll(async () => {
  scene = await openMonthScene()
  await scene.succeed(['run', '2026-04'], 3)
  const { database } = scene.home.test
  app = createTestApp(database)
  const [organization] = await listOrganizations(database)
  const token = organization === undefined ? '' : await offerSetup(database, organization)
  headers = { 'content-type': 'application/json' }
  const begun = await ask('/setup', { token, name: 'Ada', password })
  const { csrfToken } = z.looseObject({ csrfToken: z.string() }).parse(await begun.json())
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  headers = { ...headers, cookie, 'x-seatledger-csrf': csrfToken }
}, 120_000)

afterAll(() => scene.close())

test('the page reviews and approves exactly what the program shows, one invoice by its hash', async () => {
  const { clients } = await read('/months/2026-04/review', reviewSchema)
  // Three seats' worth of managed support at 40.00.
  const northWind = clients.find(({ clientId }) => clientId === 'north-wind-bakery')
  expect(northWind).toMatchObject({ outcome: 'ready', total: '120.00', currency: 'USD', approval: null })
  const path = `/runs/${String(northWind?.runNumber)}/clients/north-wind-bakery`
  const shown = await read(
    path,
    z.looseObject({ body: z.string(), invoice: z.looseObject({ lines: z.array(z.unknown()) }) }),
  )
  const printed = z
    .looseObject({ body: z.string() })
    .parse(JSON.parse(await scene.succeed(['review', '2026-04', '--client', 'north-wind-bakery', '--json'])))
  expect(shown.body).toBe(printed.body)
  expect(shown.invoice.lines).toMatchObject([{ quantity: '3', unitPrice: '40.00', amount: '120.00', source: 'manual' }])

  const approvals = `/runs/${String(northWind?.runNumber)}/approvals`
  const other = await ask(approvals, { hash: '0'.repeat(64) })
  expect([other.status, await other.json()]).toMatchObject([409, { error: { code: 'approval.refused' } }])
  const approved = await ask(approvals, { hash: northWind?.sha256, note: 'as agreed' })
  expect([approved.status, await approved.json()]).toEqual([
    201,
    {
      approved: ['north-wind-bakery'],
      newly: 1,
      blocked: [],
      replaced: [],
      totals: [{ amount: '120.00', currency: 'USD' }],
    },
  ])
  const after = (await read('/months/2026-04/review', reviewSchema)).clients
  expect(after.filter(({ approval }) => approval !== null)).toMatchObject([
    { clientId: 'north-wind-bakery', approval: { by: 'Ada', note: 'as agreed' } },
  ])
})

test('an amount is explained, and what is not there is said to be so', async () => {
  const [newest] = (
    await read('/runs', z.object({ runs: z.array(z.looseObject({ number: z.int(), month: z.string() })) }))
  ).runs
  expect(newest?.month).toBe('2026-04')
  const client = `/runs/${String(newest?.number)}/clients/north-wind-bakery`
  const { invoice } = await read(
    client,
    z.looseObject({ invoice: z.looseObject({ lines: z.array(z.looseObject({ lineKey: z.string() })) }) }),
  )
  const key = encodeURIComponent(invoice.lines[0]?.lineKey ?? '')
  const why = await read(
    `${client}/lines/${key}/why`,
    z.looseObject({
      currency: z.string(),
      line: z.unknown(),
      explanation: z.object({ sentence: z.string(), rows: z.array(z.unknown()) }),
    }),
  )
  expect(why.explanation.sentence).toContain('120.00')
  // Bear Creek's seats: what was held day by day, every basis, and where the price is from.
  const bearCreek = `/runs/${String(newest?.number)}/clients/bear-creek-winery`
  const seats = await read(
    `${bearCreek}/lines/m365/why`,
    z.looseObject({ explanation: z.looseObject({ sentence: z.string() }), bases: z.array(z.unknown()) }),
  )
  // 17 x 10.005 x 1.20 = 204.102
  expect(seats.explanation.sentence).toBe(
    '17 seats for 1 Apr to 30 Apr, at 12.006 (cost 10.005 x 1.20, house rule) = 204.102 -> 204.10',
  )
  expect(seats).toMatchObject({
    line: { amount: '204.10' },
    basis: 'whole-at-end',
    price: { words: 'cost + 20 %', unitCost: '10.005', unitPrice: '12.006', beaten: [] },
    courses: [
      {
        steps: [{ quantity: '17', days: { start: '2026-02-01', end: '2026-05-01' } }],
        events: [{ day: '2026-04-05', changes: [{ field: 'unit cost', before: 'unknown', after: '10.005 USD' }] }],
      },
    ],
    evidence: [{ kind: 'snapshot', words: 'snapshot of 2026-04-05 from pax8' }],
    madeBy: { run: 1, month: '2026-04', configVersion: 1 },
  })
  expect(seats.bases).toEqual(
    ['whole-at-start', 'whole-at-end', 'peak', 'daily', 'as-billed'].map((basis) => ({
      ...{ basis, quantity: '17', amount: '204.10', isInForce: basis === 'whole-at-end' },
    })),
  )
  for (const gone of [`${client}/lines/nothing/why`, '/runs/999/clients/north-wind-bakery', '/months/2025-01/review']) {
    expect([gone, (await ask(gone)).status]).toEqual([gone, 404])
  }
  expect((await ask('/months/2026-13/review')).status).toBe(400)
})
