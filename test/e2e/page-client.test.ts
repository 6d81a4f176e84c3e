import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { offerSetup } from '../../src/app/operators/set-up.ts'
import { createTestApp } from '../helpers/test-app.ts'
import { listOrganizations } from '../../src/store/organizations.ts'
import { createToken, getSessions, getTokens, revokeToken } from '../../web/src/api/account.ts'
import { getActivity, getActivitySummary, getAllActivity } from '../../web/src/api/activity.ts'
import { ApiFailure } from '../../web/src/api/request.ts'
import { approveInvoice, getClientInvoice, getReview, getRuns } from '../../web/src/api/review.ts'
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
  const app = createTestApp(database)
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
