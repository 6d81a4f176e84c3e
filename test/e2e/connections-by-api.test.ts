import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openApiScene, type ApiScene } from '../helpers/api-scene.ts'

let scene: ApiScene

beforeAll(async () => {
  scene = await openApiScene()
}, 120_000)
afterAll(() => scene.close())

const connection = z.looseObject({
  id: z.string(),
  state: z.string(),
  settings: z.record(z.string(), z.string()),
  lastSucceeded: z.object({ at: z.string(), what: z.string() }).nullable(),
  lastFailed: z.object({ at: z.string(), why: z.string() }).nullable(),
  findings: z.array(z.looseObject({ code: z.string(), state: z.string(), message: z.string() })),
  limits: z.looseObject({ requestsPerSecond: z.number(), readsThisMonth: z.int().nullable() }),
})
const listed = z.object({ connections: z.array(connection) })
const jobsAnswer = z.object({
  jobs: z.array(z.looseObject({ state: z.string(), name: z.string(), subject: z.string() })),
})
const refusal = z.object({ error: z.looseObject({ code: z.string(), message: z.string() }) })

async function named(id: string): Promise<z.infer<typeof connection>> {
  const { connections } = await scene.read('/connections', listed)
  const found = connections.find((one) => one.id === id)
  if (found === undefined) throw new Error(`There is no connection ${id}.`)
  return found
}

/** What the log says was done to a connection, newest first. */
async function recorded(subject: string): Promise<readonly string[]> {
  const log = z.looseObject({ entries: z.array(z.looseObject({ action: z.string(), actor: z.string() })) })
  const { entries } = await scene.read(`/activity?subject=${subject}`, log)
  return entries.map(({ action, actor }) => `${action} by ${actor}`)
}

test('each connection tells what was last read, its limits and how long its grant lasts, and no secret', async () => {
  const pax8 = await named('pax8')
  expect(pax8).toMatchObject({ state: 'connected', lastFailed: null, limits: { requestsPerSecond: 1000 } })
  expect(pax8.lastSucceeded?.what).toBe('complete snapshot of 2026-05-02')
  const books = await named('quickbooks-online')
  expect(books.findings.map(({ code }) => code)).toEqual(['connection.expiry', 'ledger.lists-age'])
  const text = await (await scene.ask('/connections')).text()
  expect(text).not.toMatch(/clientSecret|sandbox-secret|sandbox-app-secret|accessToken/)
})

test('a wrong secret is told, the right one connects again to the same place, and neither is answered', async () => {
  const body = { adapter: 'pax8', name: 'pax8', clientId: 'sandbox-client', clientSecret: 'not the secret' }
  const wrong = await scene.ask('/connections', body)
  expect(wrong.status).toBe(503)
  expect(await wrong.text()).not.toContain('not the secret')
  const again = await scene.ask('/connections', { ...body, clientSecret: 'sandbox-secret' })
  expect(again.status).toBe(201)
  expect(await again.text()).not.toContain('sandbox-secret')
  expect((await named('pax8')).settings['baseUrl']).toMatch(/^http:\/\/127\.0\.0\.1:/)
  expect((await recorded('pax8'))[0]).toBe('connect by Ada')
  const taken = await scene.ask('/connections', { ...body, name: 'quickbooks-online' })
  expect(refusal.parse(await taken.json()).error.message).toContain('already stands for a connection')
  // The server calls no address that a page names.
  expect((await scene.ask('/connections', { ...body, baseUrl: 'http://169.254.169.254/' })).status).toBe(400)
})

test('a connection is checked and read from the page; what failed stays told until it was done', async () => {
  const findings = z.object({ findings: z.array(z.looseObject({ code: z.string(), state: z.string() })) })
  const checked = await scene.read('/connections/pax8/check', findings, {})
  expect(checked.findings.map(({ code }) => code)).toEqual(['connection.rights', 'connection.clock'])
  expect(checked.findings[0]?.state).toBe('good')
  expect((await scene.ask('/connections/nothing/syncs', {})).status).toBe(404)
  const jobs = await scene.startWorkers()
  try {
    for (const id of ['pax8', 'quickbooks-online']) {
      expect((await scene.ask(`/connections/${id}/syncs`, {})).status).toBe(202)
    }
    const done = async (): Promise<readonly string[]> =>
      (await scene.read('/jobs', jobsAnswer)).jobs
        .filter(({ state }) => state === 'completed')
        .map(({ name, subject }) => `${name} ${subject}`)
    // The nightly sync is due as well; whichever comes second finds the first at work and waits.
    await expect.poll(done, { timeout: 30_000 }).toContain('sync-source pax8')
    await expect.poll(done, { timeout: 30_000 }).toContain('sync-ledger quickbooks-online')
  } finally {
    await jobs.stop()
  }
  expect((await recorded('quickbooks-online'))[0]).toBe('request-sync by Ada')
  // Reads of a ledger may be metered, so they are counted.
  await expect
    .poll(async () => (await named('quickbooks-online')).limits.readsThisMonth, { timeout: 10_000 })
    .toBeGreaterThan(0)
})

test('a ledger is disconnected, and connected again by the vendor’s redirect, once', async () => {
  const ended = await scene.read('/connections/quickbooks-online', z.looseObject({ outcome: z.string() }), {}, 'DELETE')
  expect(ended.outcome).toBe('revoked')
  const { state, settings } = await named('quickbooks-online')
  expect(state).toBe('disconnected')
  const form = {
    ...{ adapter: 'quickbooks-online', name: 'quickbooks-online', environment: 'sandbox', clientId: 'sandbox-app' },
    ...{ clientSecret: 'sandbox-app-secret', redirectUri: settings['redirectUri'] },
  }
  const { address } = await scene.read('/connections/consents', z.object({ address: z.string() }), form)
  const consent = await fetch(`${address}&realmId=${settings['realmId'] ?? ''}`, { redirect: 'manual' })
  const answered = consent.headers.get('location') ?? ''
  const outcome = z.object({ connection: z.string(), connected: z.looseObject({ account: z.string() }).nullable() })
  // Somebody else's state is no answer, and uses nothing up.
  const strange = answered.replace(/state=[^&]+/, 'state=quickbooks-online.somebody')
  expect((await scene.ask('/connections/consents/answer', { address: strange })).status).toBe(400)
  const connected = await scene.ask('/connections/consents/answer', { address: answered })
  expect(outcome.parse(await connected.json()).connected?.account).not.toBe('')
  expect((await named('quickbooks-online')).state).toBe('connected')
  expect((await scene.ask('/connections/consents/answer', { address: answered })).status).toBe(400)
  expect((await recorded('quickbooks-online')).slice(0, 2)).toEqual(['connect by Ada', 'disconnect by Ada'])
})
