import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExampleTenant, ids } from '../../emulators/pax8/example-tenant.ts'
import { createPax8Emulator, type Pax8Emulator } from '../../emulators/pax8/server.ts'
import { startHttpServer, type HttpServer } from '../../src/http/server.ts'
import { withOrganization } from '../../src/store/database.ts'
import { listNoticeEndpoints } from '../../src/store/notice-endpoints.ts'
import { createOrganization, listOrganizations } from '../../src/store/organizations.ts'
import { listJobs } from '../../src/store/jobs/list-jobs.ts'
import { systemClock } from '../../src/support/clock.ts'
import { openCliHome, type CliHome } from '../helpers/cli-home.ts'
import { createTestApp } from '../helpers/test-app.ts'

// Pax8 tells our server by HTTP that an invoice is there; both are real, and each knows of the other what the document says.

let home: CliHome
let pax8: Pax8Emulator
let vendor: { url: string; close(): Promise<void> }
let ours: HttpServer

const withSecret = { environment: { SEATLEDGER_PAX8_CLIENT_SECRET: 'sandbox-secret' } }

beforeAll(async () => {
  home = await openCliHome()
  pax8 = createPax8Emulator({ clock: systemClock, state: createExampleTenant() })
  vendor = await pax8.listen()
  ours = await startHttpServer(createTestApp(home.test.database), 0)
  const connect = ['connect', 'pax8', '--client-id', 'sandbox-client', '--base-url', `${vendor.url}/v1`]
  expect((await home.run(connect, withSecret)).exit).toBe(0)
}, 120_000)

afterAll(async () => {
  await ours.close()
  await vendor.close()
  await home.close()
})

async function waitingSyncs(): Promise<number> {
  const { database } = home.test
  const [organization] = (await listOrganizations(database)).filter(({ name }) => name !== 'Harbor IT')
  const jobs = await listJobs(database, organization?.id ?? '', { limit: 100 })
  return jobs.filter(({ name, state }) => name === 'sync-source' && state === 'created').length
}

const notify = (authorization: string | undefined, path = '/notices/pax8'): Promise<number> =>
  fetch(`${ours.url}${path}`, {
    method: 'POST',
    headers: authorization === undefined ? {} : { authorization },
    body: '{"payloadData":{"invoiceId":"of the sender\'s choosing"}}',
  }).then(({ status }) => status)

/** What Pax8 was given to send back. */
function secretThere(): string {
  const [webhook] = pax8.webhooks.values()
  return webhook?.authorization ?? ''
}

test('the webhook is made, tested and replaced by us, a notice leads to one sync and to nothing else, and it is removed', async () => {
  const local = await home.run(['notices', 'pax8', '--url', 'http://seatledger.example'], withSecret)
  expect([local.exit, local.err]).toEqual([2, expect.stringContaining('beginning with https://')])
  expect(pax8.webhooks.size).toBe(0)

  const made = await home.run(['notices', 'pax8', '--url', ours.url, '--test'], withSecret)
  expect([made.exit, made.err]).toEqual([0, ''])
  expect(made.out).toContain('INVOICE CREATED')
  expect([...pax8.webhooks.values()]).toMatchObject([{ displayName: 'SeatLedger pax8', active: true }])
  expect(pax8.notices.map(({ statuses }) => statuses)).toEqual([[202]])
  expect(await waitingSyncs()).toBe(1)
  // The secret is nowhere but at Pax8.
  const first = secretThere()
  expect(first).not.toBe('')
  for (const text of [made.out, (await home.run(['notices', '--json'])).out]) expect(text).not.toContain(first)

  await pax8.announceInvoice(ids.invoice)
  expect(pax8.notices.at(-1)?.statuses).toEqual([202])
  expect(await waitingSyncs()).toBe(1)

  // Made again, as after an answer that was lost: one webhook, and the secret from before counts no more.
  expect((await home.run(['notices', 'pax8', '--url', ours.url], withSecret)).exit).toBe(0)
  expect(pax8.webhooks.size).toBe(1)
  expect([await notify(first), await notify(secretThere())]).toEqual([401, 202])

  const own = secretThere()
  expect((await home.run(['notices', 'pax8', '--remove'], withSecret)).exit).toBe(0)
  expect(pax8.webhooks.size).toBe(0)
  expect(await notify(own)).toBe(401)
  expect((await home.run(['notices'])).out).toContain('the nightly sync finds it')
}, 120_000)

test('nobody else can have a sync made: no secret, a guessed one, another organization’s, another connection; and not often', async () => {
  expect((await home.run(['notices', 'pax8', '--url', ours.url], withSecret)).exit).toBe(0)
  const { database } = home.test
  const theirs = await createOrganization(database, { name: 'Harbor IT', timeZone: 'UTC' })
  const own = secretThere()
  const guessed = own.replace(/.$/, own.endsWith('A') ? 'B' : 'A')
  const ofTheirs = `${theirs.id}${own.slice(36)}`
  const tried = [undefined, '', 'Bearer x', guessed, ofTheirs, `Bearer ${own}`]
  for (const authorization of tried) expect(await notify(authorization)).toBe(401)
  expect(await notify(own, '/notices/other')).toBe(401)
  const large = await fetch(`${ours.url}/notices/pax8`, {
    ...{ method: 'POST', headers: { authorization: own }, body: 'x'.repeat(70_000) },
  })
  expect(large.status).toBe(401)
  const [organization] = (await listOrganizations(database)).filter(({ name }) => name !== 'Harbor IT')
  const endpoints = await withOrganization(database, organization?.id ?? '', (tx) => listNoticeEndpoints(tx))
  const before = endpoints[0]?.notices
  const statuses: number[] = []
  for (let count = 0; count < 20; count += 1) statuses.push(await notify(guessed))
  expect(statuses.at(-1)).toBe(429)
  const after = await withOrganization(database, organization?.id ?? '', (tx) => listNoticeEndpoints(tx))
  expect(after[0]?.notices).toBe(before)
  expect(await withOrganization(database, theirs.id, (tx) => listNoticeEndpoints(tx))).toEqual([])
  // Whoever disconnects leaves nothing of ours behind.
  const disconnect = ['--organization', organization?.name ?? '', 'disconnect', 'pax8']
  expect(await home.run(disconnect, withSecret)).toMatchObject({ exit: 0, err: '' })
  expect(pax8.webhooks.size).toBe(0)
}, 120_000)
