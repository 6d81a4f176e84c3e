import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { offerSetup } from '../../src/app/operators/set-up.ts'
import { createTestApp } from '../helpers/test-app.ts'
import { readEnvironment } from '../../src/config/env.ts'
import { loadKeyRing } from '../../src/store/key-ring.ts'
import { listOrganizations } from '../../src/store/organizations.ts'
import { createToken, getSessions, getTokens, revokeToken } from '../../web/src/api/account.ts'
import { getActivity, getActivitySummary, getAllActivity } from '../../web/src/api/activity.ts'
import { getClient, noteClient } from '../../web/src/api/client.ts'
import { getConfig, getConfigSuggestion, getConfigVersions, planConfig } from '../../web/src/api/config.ts'
import { checkConnection, getConnections } from '../../web/src/api/connections.ts'
import { acceptFlag, takeBackAcceptance } from '../../web/src/api/flags.ts'
import { getJobs, startRun } from '../../web/src/api/jobs.ts'
import { getMappings } from '../../web/src/api/mapping.ts'
import { getChanges, getOverview, getTieOutGlance } from '../../web/src/api/overview.ts'
import { getPostings } from '../../web/src/api/postings.ts'
import { ApiFailure } from '../../web/src/api/request.ts'
import { approveInvoice, getClientInvoice, getReview, getRuns } from '../../web/src/api/review.ts'
import { getSubscriptions } from '../../web/src/api/subscriptions.ts'
import { getTieOut } from '../../web/src/api/tie-out.ts'
import { getSession, setUp } from '../../web/src/api/session.ts'
import { changeUser, createUser, getUsers } from '../../web/src/api/users.ts'
import { openMonthScene, type MonthScene } from '../helpers/month-scene.ts'

// The page's own requests, sent to the real server without a network between: what either side says of an answer, the
// other must take.

let scene: MonthScene
let setupToken: string

beforeAll(async () => {
  scene = await openMonthScene()
  await scene.succeed(['run', '2026-04'], 3)
  const { database } = scene.home.test
  const app = createTestApp(database, await loadKeyRing(readEnvironment(scene.home.environment)))
  let cookie = ''
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers)
    headers.set('cookie', cookie)
    const answer = await app.request(path, { ...init, headers })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return answer
  })
  const [organization] = await listOrganizations(database)
  setupToken = organization === undefined ? '' : ((await offerSetup(database, organization)) ?? '')
}, 120_000)

afterAll(async () => {
  vi.unstubAllGlobals()
  await scene.close()
})

test('the page reads what the server answers: the month, and who may do what', async () => {
  const password = 'correct horse battery'
  const begun = await setUp(setupToken, 'Ada', password)
  expect(await getSession()).toEqual(begun)
  expect((await getRuns())[0]?.month).toBe('2026-04')
  const { clients } = await getReview('2026-04')
  const northWind = clients.find(({ clientId }) => clientId === 'north-wind-bakery')
  expect(northWind).toMatchObject({ total: '120.00', currency: 'USD' })
  const shown = await getClientInvoice(northWind?.runNumber ?? 0, 'north-wind-bakery')
  expect(shown.invoice?.lines.map(({ amount }) => amount)).toEqual(['120.00'])
  await approveInvoice(shown.runNumber, shown.sha256 ?? '', '')

  await createUser({ name: 'Ben', password, role: 'viewer' })
  const ben = (await getUsers()).find(({ name }) => name === 'Ben')
  await changeUser({ id: ben?.id ?? '', version: ben?.version ?? 0 }, { role: 'approver' })
  expect((await getUsers()).map(({ name, role }) => `${name} ${role}`)).toEqual(['Ada administrator', 'Ben approver'])
  expect(await getSessions()).toMatchObject([{ isCurrent: true }])
  const { scopes } = await getTokens()
  expect(await createToken({ name: 'export', role: 'viewer', scopes, days: 30 })).toMatch(/^seatledger_/)
  const { tokens } = await getTokens()
  await revokeToken(tokens[0]?.id ?? '')
  expect((await getTokens()).tokens).toEqual([])

  const none = { actor: '', action: '', subject: '' }
  const page = await getActivity(none, undefined, 3)
  expect(page.entries.map(({ action }) => action)).toEqual(['revoke-api-token', 'create-api-token', 'change-operator'])
  const all = await getAllActivity(none)
  expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_entry, index) => all.length - index))
  expect((await getActivitySummary()).chain.isWhole).toBe(true)
})

test('a refusal arrives as the server worded it', async () => {
  const taken = createUser({ name: 'ada', password: 'correct horse battery', role: 'viewer' })
  const words = 'There is an operator "ada" already.'
  await expect(taken).rejects.toMatchObject({ status: 400, code: 'operator.refused', message: words })
  await expect(getReview('2026-13')).rejects.toBeInstanceOf(ApiFailure)
})

test('the page reads a client: its config by date, what it was billed, what that cost as far as it is known, its notes', async () => {
  await noteClient('bear-creek-winery', '  Wants one invoice for both sites. ')
  const client = await getClient('bear-creek-winery')
  expect(client).toMatchObject({ name: 'Bear Creek Winery', run: { number: 1, month: '2026-04' } })
  expect(client.notes).toMatchObject([{ by: 'Ada', text: 'Wants one invoice for both sites.' }])
  expect(client.config).toMatchObject([{ version: 1, effectiveFrom: '2026-04-01' }])
  expect(client.config[0]?.excerpt).toContain('name: Bear Creek Winery')
  expect(client.config[0]?.excerpt).not.toContain('North Wind')
  // 17 x 10.005 x 1.20 = 204.10 at a cost of 170.09; twice managed support at 40.00, of which nobody knows the cost.
  expect(client.months).toMatchObject([
    {
      ...{ month: '2026-04', currency: 'USD', billed: '284.10', cost: '170.09', margin: '34.01' },
      ...{ unknownLines: 1, unknownBilled: '80.00' },
    },
  ])
  await expect(getClient('nobody')).rejects.toMatchObject({ status: 404 })
  await expect(noteClient('nobody', 'a note')).rejects.toMatchObject({ status: 404 })
  await expect(noteClient('bear-creek-winery', '  ')).rejects.toMatchObject({ status: 400 })
})

test('a flag is let stand once, with who and why; what blocks is not, and what was taken back is open again', async () => {
  const invoice = () => getClientInvoice(1, 'bear-creek-winery')
  const { anomalies } = await getReview('2026-04')
  const blocking = anomalies.find(({ severity, clientId }) => severity === 'blocking' && clientId !== undefined)
  if (blocking === undefined) throw new Error('Nothing blocks.')
  await expect(acceptFlag('2026-04', blocking, 'never mind')).rejects.toMatchObject({ code: 'approval.flag-refused' })
  const before = await invoice()
  const flag = before.anomalies.find(({ severity }) => severity === 'warning')
  if (flag === undefined) throw new Error('Nothing of Bear Creek is flagged for a look.')
  await expect(acceptFlag('2026-04', flag, ' ')).rejects.toMatchObject({ status: 400 })
  await acceptFlag('2026-04', flag, 'agreed by telephone')
  await expect(acceptFlag('2026-04', flag, 'again')).rejects.toMatchObject({ status: 409 })
  const after = await invoice()
  const accepted = after.anomalies.find(({ id }) => id === flag.id)
  if (accepted === undefined) throw new Error('The flag is gone.')
  expect(accepted.acceptance).toMatchObject({ by: 'Ada', reason: 'agreed by telephone' })
  expect(after.flags.warning).toBe(before.flags.warning - 1)
  expect((await getOverview('2026-04')).needsYou.map(({ message }) => message)).not.toContain(flag.message)
  await takeBackAcceptance('2026-04', accepted, 'the client changed its mind')
  expect((await invoice()).flags.warning).toBe(before.flags.warning)
  await expect(takeBackAcceptance('2026-04', accepted, 'twice')).rejects.toMatchObject({ status: 404 })
  const log = await getActivity({ actor: '', action: '', subject: '2026-04' }, undefined, 2)
  expect(log.entries.map(({ action, actor }) => `${action} by ${actor}`)).toEqual([
    'withdraw-acceptance by Ada',
    'accept-flag by Ada',
  ])
})

test('the page reads what was held on a day, and how that differs from another day', async () => {
  const rows = await getSubscriptions({ on: '2026-04-30', against: '2026-04-01', client: 'bear-creek-winery' })
  const shown = rows.map(({ now, then, change, quantityChange, commitmentEnd }) => [
    now,
    then,
    change,
    quantityChange,
    commitmentEnd,
  ])
  const usd = { amount: '10.005', currency: 'USD' }
  // What a seat cost before the first sync, on 5 April, nobody has told; how many there were the history says.
  expect(shown).toMatchObject([
    [{ quantity: '17', unitCost: usd }, { quantity: '17', unitCost: 'unknown' }, 'changed', '0', '2026-12-31'],
    [{ quantity: '2', unitCost: usd }, { quantity: '2', unitCost: 'unknown' }, 'changed', '0', '2026-12-31'],
  ])
  expect(await getSubscriptions({ on: '1999-01-01' })).toEqual([])
})

test('the page reads the month, its config, mapping, postings, jobs and tie-out as the server answers them', async () => {
  expect((await getConnections()).map(({ id }) => id)).toEqual(['pax8', 'quickbooks-online'])
  expect((await checkConnection('pax8')).map(({ code }) => code)).toContain('connection.rights')
  expect((await getOverview('2026-04')).counts).toMatchObject({ ready: 2, approved: 1, blocked: 1 })
  expect((await getChanges('2026-04', 'new-line')).length).toBeGreaterThan(0)
  expect((await getTieOutGlance('2026-04')).currencies.length).toBeGreaterThan(0)
  expect((await getTieOut('2026-04')).month).toBe('2026-04')
  expect((await getPostings('2026-04')).toPost).toEqual([{ currency: 'USD', invoices: 1, amount: '120.00' }])
  const { yaml = '', version } = (await getConfig()) ?? {}
  expect((await getConfigVersions()).map((one) => one.version)).toEqual([version])
  expect((await planConfig(yaml, '2026-04')).effects.every(({ change }) => change === '0.00')).toBe(true)
  expect(await getConfigSuggestion()).toContain('seatledger:')
  expect((await getMappings()).gaps.length).toBeGreaterThan(0)
  const { job } = await startRun('2026-04', undefined)
  expect((await getJobs()).map(({ id, state }) => [id, state])).toEqual([[job, 'created']])
})
