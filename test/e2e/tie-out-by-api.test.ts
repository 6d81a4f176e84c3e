import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { currentTieOut } from '../../src/app/tie-out/current-tie-out.ts'
import { readStoredTieOut } from '../../src/app/tie-out/read-stored-tie-out.ts'
import { adapterRegistry } from '../../src/cli/adapter-registry.ts'
import { billingMonth } from '../../src/domain/period.ts'
import { withOrganization } from '../../src/store/database.ts'
import { listOrganizations } from '../../src/store/organizations.ts'
import { findTieOut } from '../../src/store/tie-outs.ts'
import { canonicalJson } from '../../src/support/canonical-json.ts'
import { createManualClock } from '../../src/support/clock.ts'
import { apiOperators, refusal, type ApiOperators } from '../helpers/api-operators.ts'
import { openLateChargeScene, type LateChargeScene } from '../helpers/late-charge-scene.ts'

const monthSchema = z.looseObject({
  sha256: z.string(),
  version: z.string(),
  madeAt: z.string(),
  verdict: z.string(),
  closed: z.looseObject({ by: z.string(), note: z.string().nullable() }).nullable(),
  obstacles: z.array(z.object({ obstacle: z.string(), words: z.string() })),
  currencies: z.array(
    z.looseObject({
      total: z.string(),
      matched: z.string(),
      explained: z.string(),
      unexplained: z.string(),
      classes: z.array(z.looseObject({ class: z.string(), cost: z.string(), undecided: z.int() })),
    }),
  ),
  states: z.record(z.string(), z.int()),
  clients: z.array(
    z.looseObject({
      clientId: z.string().nullable(),
      charged: z.string(),
      matched: z.string(),
      revenue: z.array(z.looseObject({ amount: z.string() })),
      undecided: z.int(),
    }),
  ),
})
const listSchema = z.looseObject({
  count: z.int(),
  next: z.int().nullable(),
  cost: z.array(z.object({ amount: z.string(), currency: z.string() })),
  differences: z.array(
    z.looseObject({
      id: z.string(),
      class: z.string(),
      state: z.string(),
      clientId: z.string().nullable(),
      cost: z.string(),
      decision: z.looseObject({ id: z.string(), by: z.string() }).nullable(),
    }),
  ),
})

let scene: LateChargeScene
let operators: ApiOperators

beforeAll(async () => {
  scene = await openLateChargeScene()
  operators = await apiOperators(scene.home.test.database)
}, 120_000)

afterAll(() => scene.close())

const month = () => operators.as('viewer').read('/months/2026-04/tie-out', monthSchema)
const differences = (query: string) =>
  operators.as('viewer').read(`/months/2026-04/tie-out/differences?${query}`, listSchema)

test('the month adds up on top, by class and by client, and says what keeps it open', async () => {
  const shown = await month()
  // 50.00 on April's invoice and 7.00 on the late one; 20.00 and 30.00 are carried by client lines, 7.00 by none.
  expect(shown.currencies).toMatchObject([{ total: '57.00', matched: '50.00', explained: '7.00', unexplained: '0.00' }])
  expect(shown.currencies[0]?.classes.map((each) => [each.class, each.cost, each.undecided])).toEqual([
    ['ties-out', '50.00', 0],
    ['bought-not-billed', '7.00', 1],
  ])
  expect(
    shown.clients.map(({ clientId, charged, matched, revenue, undecided }) => [
      clientId,
      charged,
      matched,
      revenue[0]?.amount,
      undecided,
    ]),
  ).toEqual([
    ['c1', '27.00', '20.00', '24.00', 1],
    ['c2', '30.00', '30.00', '36.00', 0],
  ])
  expect(shown.obstacles.map(({ words }) => words)).toEqual(['1 difference is undecided (7.00 USD net)'])
})

test('a tie-out is worked once, and again only when something has changed', async () => {
  const { database } = scene.home.test
  const organization = (await listOrganizations(database)).find(({ name }) => name !== 'Harbor IT')
  if (organization === undefined) throw new Error('There is no organization.')
  const context = { database, organization, actor: 'test' }
  const april = billingMonth('2026-04')
  const first = await currentTieOut(context, adapterRegistry, april)
  // The very object: nothing was read or worked anew.
  expect((await currentTieOut(context, adapterRegistry, april)).tieOut).toBe(first.tieOut)
  // As stored, it reads back as it was.
  const stored = await withOrganization(database, organization.id, (tx) => findTieOut(tx, april, first.sha256))
  expect(canonicalJson(readStoredTieOut(stored ?? ''))).toBe(stored)
  // Whether an invoice is late, and how old a snapshot is, depends on the day.
  const clock = createManualClock(new Date(database.clock.now().getTime() + 24 * 3_600_000))
  const nextDay = await currentTieOut({ ...context, database: { ...database, clock } }, adapterRegistry, april)
  expect(nextDay.tieOut).not.toBe(first.tieOut)
})

test('differences are found by class, state, client and words, page by page', async () => {
  expect((await differences('')).count).toBe(3)
  const open = await differences('state=undecided&client=c1')
  expect([open.count, open.cost]).toEqual([1, [{ amount: '7.00', currency: 'USD' }]])
  expect((await differences('class=ties-out&text=C2')).differences.map(({ cost }) => cost)).toEqual(['30.00'])
  const [first, second] = [await differences('limit=2'), await differences('limit=2&offset=2')]
  expect([first.next, second.next]).toEqual([2, null])
  expect([...first.differences, ...second.differences].map(({ cost }) => cost)).toEqual(['30.00', '20.00', '7.00'])
})

test('a difference is shown with the lines of both sides, and a text that asks for the right thing', async () => {
  const evidence = z.looseObject({
    charges: z.array(z.looseObject({ cost: z.string() })),
    clientLines: z.array(z.looseObject({ amount: z.string(), documentNumber: z.string().nullable() })),
    disputeText: z.string(),
  })
  const all = await differences('')
  const show = (cost: string) => {
    const id = all.differences.find((each) => each.cost === cost)?.id ?? ''
    return operators.as('viewer').read(`/months/2026-04/tie-out/differences/${id}`, evidence)
  }
  expect(await show('7.00')).toMatchObject({ charges: [{ cost: '7.00' }], clientLines: [] })
  expect((await show('7.00')).disputeText).toContain('Please credit 7.00 USD')
  expect(await show('20.00')).toMatchObject({ charges: [{ cost: '20.00' }], clientLines: [{ amount: '24.00' }] })
  const missing = await operators.as('viewer').ask('/months/2026-04/tie-out/differences/0123456789')
  expect([missing.status, refusal.parse(await missing.json()).error.code]).toEqual([404, 'not-found'])
})
