import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostingScene, sceneLedger, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { createTestApp } from '../../../test/helpers/test-app.ts'
import { findDriftJob } from '../../app/jobs/find-drift-job.ts'
import { openJobs } from '../../app/jobs/job-definitions.ts'
import { expectNotices } from '../../app/ledger-notices/expect-notices.ts'
import { noProgress } from '../../app/progress.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
import { withOrganization } from '../../store/database.ts'
import { listDrift } from '../../store/posting-drift.ts'
import { createManualClock, type ManualClock } from '../../support/clock.ts'

const verifierToken = 'e4f2-verifier-token'
const realmId = '9130350000000077'
let clock: ManualClock
let scene: PostingScene
let app: ReturnType<typeof createTestApp>
let path: string

beforeAll(async () => {
  clock = createManualClock(new Date('2036-01-01T06:00:00Z'))
  scene = await openPostingScene({ clock })
  app = createTestApp(scene.context.database, scene.keys)
  // The queue's own tables are made by whoever opens it first.
  await (await openJobs(scene.context.database)).stop()
  const request = { connectionId: sceneLedger, secret: verifierToken }
  path = await expectNotices(scene.context, adapterRegistry, scene.keys, request)
})

afterAll(() => scene.close())

/** As in Intuit's announcement: one event of a company, with no data in it. */
function eventOf(company: string): string {
  const event = { specversion: '1.0', id: '88cd52aa', source: 'intuit.dsn', type: 'qbo.invoice.updated.v1' }
  const about = { time: '2036-01-01T05:59:58.179851517Z', intuitentityid: '1234', intuitaccountid: company, data: {} }
  return JSON.stringify([{ ...event, ...about, datacontenttype: 'application/json' }])
}

function send(body: string, { to = path, token = verifierToken } = {}): Promise<Response> {
  const signature = createHmac('sha256', token).update(body).digest('base64')
  const headers = { 'content-type': 'application/json', 'intuit-signature': signature }
  return Promise.resolve(app.request(to, { method: 'POST', headers, body }))
}

async function waitingJobs(): Promise<readonly unknown[]> {
  const { rows } = await scene.context.database.pool.query<{ data: unknown }>(
    `select data from pgboss.job where name = 'find-drift' and state < 'active'`,
  )
  return rows.map(({ data }) => data)
}

test('a signed notice of our company has its changes read once, however many come, and nothing that it says is believed', async () => {
  const month = scene.freshMonth()
  await scene.post(await scene.approvedRun(month))
  const [posted] = await scene.postings(month)
  clock.advanceBy(600_000)
  scene.company.voidOrDelete('Invoice', posted?.documentId ?? '', 'void')
  for (const body of [eventOf(realmId), eventOf(realmId)]) {
    const answer = await send(body)
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'taken' }])
  }
  const { context, keys } = scene
  const payload = {
    organizationId: context.organization.id,
    connectionId: sceneLedger,
    actor: `notice of ${sceneLedger}`,
  }
  expect(await waitingJobs()).toEqual([payload])
  const tools = { database: context.database, adapters: adapterRegistry, keys }
  await findDriftJob(tools, payload, noProgress, new AbortController().signal)
  const drift = await withOrganization(context.database, context.organization.id, (tx) => listDrift(tx, { limit: 10 }))
  expect(drift.map(({ clientId, kind }) => [clientId, kind])).toEqual([[posted?.clientId, 'voided']])
})

test('a notice of another company, and one that cannot be read, is taken and has nothing read', async () => {
  const before = await waitingJobs()
  for (const body of [eventOf('9130350000000099'), '[]', 'not JSON']) expect((await send(body)).status).toBe(200)
  expect(await waitingJobs()).toEqual(before)
})

test('who guesses is told nothing: a wrong signature, another connection and another organization are refused alike', async () => {
  const before = await waitingJobs()
  const other = '7f3a9c21-1f2b-4c3d-8e4f-5a6b7c8d9e0f'
  const refused = await Promise.all([
    send(eventOf(realmId), { token: 'another' }),
    send(eventOf(realmId), { to: path.replace(sceneLedger, 'pax8') }),
    send(eventOf(realmId), { to: `/api/v1/ledger-notices/${other}/${sceneLedger}` }),
    Promise.resolve(app.request(path, { method: 'POST', body: eventOf(realmId) })),
    send(`[${' '.repeat(300_000)}]`),
  ])
  const answers = await Promise.all(refused.map(async (answer) => [answer.status, await answer.json()]))
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveLength(1)
  expect(answers[0]).toMatchObject([401, { error: { code: 'notice.refused' } }])
  expect(await waitingJobs()).toEqual(before)
})

test('none is taken any more once they are off', async () => {
  const { context, keys } = scene
  await expectNotices(context, adapterRegistry, keys, { connectionId: sceneLedger, secret: undefined })
  expect((await send(eventOf(realmId))).status).toBe(401)
})
