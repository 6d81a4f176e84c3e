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

const previewSchema = z.looseObject({
  sha256: z.string(),
  lines: z.array(z.looseObject({ clientName: z.string(), amount: z.string(), description: z.string() })),
})
const madeSchema = z.object({ decisions: z.array(z.looseObject({ id: z.string(), carried: z.array(z.unknown()) })) })

test('of two operators who decide on one difference the second is told, and nothing is decided that was not seen', async () => {
  const [found] = (await differences('state=undecided')).differences
  const path = '/months/2026-04/decisions'
  const seen = { id: found?.id, cost: '7.00', currency: 'USD' }
  const carry = { clients: [], amount: '8.40' }
  const operator = operators.as('operator')
  const codeOf = async (body: object, by = operator): Promise<[number, string]> => {
    const response = await by.ask(path, { method: 'POST', body })
    return [response.status, refusal.parse(await response.json()).error.code]
  }
  const accept = { kind: 'accept', reason: 'as agreed' }
  expect(await codeOf({ ...accept, differences: [{ ...seen, cost: '7.01' }] })).toEqual([409, 'close.overtaken'])
  const allOf = { class: 'bought-not-billed', findings: 2, cost: [{ amount: '7.00', currency: 'USD' }] }
  expect(await codeOf({ ...accept, allOf })).toEqual([409, 'close.overtaken'])
  expect(await codeOf({ ...accept, allOf: { ...allOf, findings: 1, clientId: 'c2' } })).toEqual([
    409,
    'close.decision-refused',
  ])
  expect(await codeOf({ ...accept, differences: [seen], allOf })).toEqual([400, 'input.invalid'])
  expect(await codeOf({ ...accept, reason: ' ', differences: [seen] })).toEqual([400, 'input.invalid'])
  // A credit that charges the client is none.
  expect(await codeOf({ ...accept, kind: 'credit-client', differences: [seen], carry })).toEqual([
    409,
    'close.decision-refused',
  ])
  expect(await codeOf({ ...accept, differences: [seen] }, operators.stranger)).toEqual([409, 'run.no-billing-config'])

  const preview = await operator.read(`${path}/preview`, previewSchema, {
    method: 'POST',
    body: { kind: 'carry', differences: [seen], carry },
  })
  expect(preview.lines).toMatchObject([{ clientName: 'C1', amount: '8.40', cost: '7.00', from: '2026-05-01' }])
  const decide = { kind: 'carry', reason: 'billed late', differences: [seen], preview: preview.sha256 }
  // What was looked at is not what would be done.
  expect(await codeOf({ ...decide, carry: { ...carry, amount: '9.00' } })).toEqual([409, 'close.overtaken'])

  const before = await month()
  const both = await Promise.all(
    [operator, operators.as('approver')].map((by) => by.ask(path, { method: 'POST', body: { ...decide, carry } })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  const made = madeSchema.parse(await both.find(({ status }) => status === 201)?.json())
  const after = await month()
  expect(after.version).not.toBe(before.version)
  expect([after.sha256, after.obstacles, after.states['decided']]).toEqual([before.sha256, [], 1])

  // Taken back by its own id, once; the difference can be decided anew, and then it is another decision.
  const undo = { method: 'DELETE', body: { decisions: made.decisions.map(({ id }) => id), reason: 'undone' } } as const
  expect((await operator.ask(path, undo)).status).toBe(204)
  expect((await operators.as('administrator').ask(path, undo)).status).toBe(409)
  expect((await month()).obstacles.map(({ obstacle }) => obstacle)).toEqual(['undecided'])
  await operator.read(path, madeSchema, {
    method: 'POST',
    body: { ...accept, allOf: { ...allOf, findings: 1 } },
  })
  expect((await operator.ask(path, undo)).status).toBe(409)
  expect((await month()).obstacles).toEqual([])
})

const limitsSchema = z.object({ limits: z.array(z.looseObject({ role: z.string(), amount: z.string() })) })

test('each role writes off up to its limit of a month, in a currency for which one is stated; an administrator all', async () => {
  const path = '/months/2026-04/decisions'
  const [decided] = (await differences('state=decided')).differences
  const reason = 'to be written off'
  const takeBack = (id: string | undefined) =>
    operators.as('operator').ask(path, { method: 'DELETE', body: { decisions: [id], reason } })
  expect((await takeBack(decided?.decision?.id)).status).toBe(204)
  const body = { kind: 'write-off', reason, differences: [{ id: decided?.id, cost: '7.00', currency: 'USD' }] }
  const writeOff = async (role: 'viewer' | 'operator' | 'approver' | 'administrator'): Promise<[number, string]> => {
    const answer = await operators.as(role).ask(path, { method: 'POST', body })
    if (!answer.ok) return [answer.status, refusal.parse(await answer.json()).error.message]
    const { decisions } = madeSchema.parse(await answer.json())
    expect((await takeBack(decisions[0]?.id)).status).toBe(204)
    return [answer.status, '']
  }
  const state = (role: string, amount: string, currency = 'USD', by = operators.as('administrator')) =>
    by.ask('/write-off-limits', { method: 'POST', body: { role, currency, amount, reason: 'house rule' } })

  expect((await writeOff('viewer'))[0]).toBe(403)
  // Nobody has stated a limit, and one in another currency is none.
  expect((await state('operator', '500.00', 'EUR')).status).toBe(201)
  expect(await writeOff('operator')).toEqual([
    403,
    expect.stringContaining('No limit in USD is stated for the role operator'),
  ])
  expect(await writeOff('administrator')).toEqual([201, ''])

  expect((await state('operator', '6.99')).status).toBe(201)
  expect((await state('approver', '7.00')).status).toBe(201)
  expect(await writeOff('operator')).toEqual([
    403,
    'The role operator may write off 6.99 USD of 2026-04, and this is 7.00 USD. Somebody of a higher role can, or dispute it, or carry it.',
  ])
  expect(await writeOff('approver')).toEqual([201, ''])
  expect((await state('operator', '7.00')).status).toBe(201)
  expect(await writeOff('operator')).toEqual([201, ''])

  // Only an administrator states a limit, for a role that has one, in a currency that there is.
  expect((await state('operator', '999.00', 'USD', operators.as('approver'))).status).toBe(403)
  expect((await state('administrator', '1.00')).status).toBe(400)
  expect((await state('operator', '1.00', 'XXQ')).status).toBe(400)
  expect((await state('operator', '-1.00')).status).toBe(400)
  const { limits } = await operators.as('viewer').read('/write-off-limits', limitsSchema)
  expect(limits.map(({ role, amount }) => `${role} ${amount}`)).toEqual([
    'approver 7.00',
    'operator 500.00',
    'operator 7.00',
  ])
  // As the other tests want it: decided, and not written off.
  await operators.as('operator').read(path, madeSchema, { method: 'POST', body: { ...body, kind: 'accept' } })
})

test('a month is closed on what was looked at, its papers are one archive, and opening it again is on record', async () => {
  const { sha256 } = await month()
  const closing = '/months/2026-04/closing'
  const [approver, administrator] = [operators.as('approver'), operators.as('administrator')]
  const other = await approver.ask(closing, { method: 'POST', body: { tieOut: '0'.repeat(64) } })
  expect([other.status, refusal.parse(await other.json()).error.code]).toEqual([409, 'close.overtaken'])
  expect((await approver.ask('/months/2026-04/close-pack')).status).toBe(409)
  const body = { tieOut: sha256, note: 'April' }
  const both = await Promise.all([approver, administrator].map((by) => by.ask(closing, { method: 'POST', body })))
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await month()).closed).toMatchObject({ note: 'April', tieOut: sha256 })

  const pack = await operators.as('viewer').ask('/months/2026-04/close-pack')
  expect([pack.headers.get('content-type'), pack.headers.get('content-disposition')]).toEqual([
    'application/zip',
    "attachment; filename*=UTF-8''close-pack-2026-04.zip",
  ])
  const bytes = Buffer.from(await pack.arrayBuffer())
  const again = Buffer.from(await (await operators.as('viewer').ask('/months/2026-04/close-pack')).arrayBuffer())
  expect([bytes.subarray(0, 2).toString(), bytes.equals(again)]).toEqual(['PK', true])
  expect((await operators.stranger.ask('/months/2026-04/close-pack')).status).toBe(409)

  const late = await operators.as('operator').ask('/months/2026-04/decisions', {
    method: 'POST',
    body: { kind: 'accept', reason: 'late', allOf: { class: 'bought-not-billed', findings: 0, cost: [] } },
  })
  expect(late.status).toBe(409)
  expect((await administrator.ask(closing, { method: 'DELETE', body: { reason: 'asked for' } })).status).toBe(204)
  expect((await administrator.ask(closing, { method: 'DELETE', body: { reason: 'asked for' } })).status).toBe(409)

  const log = await administrator.read(
    '/activity?limit=20',
    z.looseObject({ entries: z.array(z.looseObject({ action: z.string(), subject: z.string() })) }),
  )
  const acts = log.entries.filter(({ subject }) => subject === '2026-04').map(({ action }) => action)
  expect(acts.slice(0, 5)).toEqual([
    'reopen-month',
    'close-month',
    'decide-differences',
    'withdraw-decisions',
    'decide-differences',
  ])
})
