import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestApp } from '../../test/helpers/test-app.ts'
import { createTestDatabase, type TestDatabase } from '../../test/helpers/test-database.ts'
import { examineActivity } from '../app/doctor/examine-activity.ts'
import { offerSetup } from '../app/operators/set-up.ts'
import { withOrganization } from '../store/database.ts'
import { createOrganization, type Organization } from '../store/organizations.ts'
import { createManualClock } from '../support/clock.ts'
import { holdsRole, roles, type Role } from '../domain/role.ts'
import { endpoints } from './endpoints.ts'

const clock = createManualClock(new Date('2026-10-01T08:00:00Z'))
const password = 'correct horse battery'
const signedIn = z.looseObject({ csrfToken: z.string() })
const refused = z.object({ error: z.looseObject({ code: z.string(), message: z.string() }) })

interface Browser {
  readonly cookie: string
  readonly csrfToken: string
}

let store: TestDatabase
let ours: Organization
let app: ReturnType<typeof createTestApp>
const browsers = new Map<Role, Browser>()
let stranger: Browser

beforeAll(async () => {
  store = await createTestDatabase({ clock })
  const { database } = store
  app = createTestApp(database)
  ours = await createOrganization(database, { name: 'Bear Creek IT', timeZone: 'America/Denver' })
  const theirs = await createOrganization(database, { name: 'Harbor IT', timeZone: 'America/New_York' })
  const administrator = await setUpAs(ours, 'Ada')
  browsers.set('administrator', administrator)
  stranger = await setUpAs(theirs, 'Ada')
  for (const role of roles.filter((each) => each !== 'administrator')) {
    const made = await send('POST', '/users', { name: role, password, role }, administrator)
    expect(made.status).toBe(201)
    browsers.set(role, await browserOf(await send('POST', '/session', { name: role, password, organization: ours.id })))
  }
})
afterAll(async () => {
  await store.close()
})

async function setUpAs(organization: Organization, name: string): Promise<Browser> {
  const token = await offerSetup(store.database, organization)
  return browserOf(await send('POST', '/setup', { token, name, password }))
}

async function browserOf(answer: Response): Promise<Browser> {
  const cookie = answer.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
  return { cookie: cookie.split(';')[0] ?? '', csrfToken: signedIn.parse(await answer.json()).csrfToken }
}

async function send(method: string, path: string, body?: object, browser?: Browser): Promise<Response> {
  return app.request(`/api/v1${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(browser === undefined ? {} : { cookie: browser.cookie, 'x-seatledger-csrf': browser.csrfToken }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

function as(role: Role): Browser {
  const browser = browsers.get(role)
  if (browser === undefined) throw new Error(`Nobody signed in as ${role}.`)
  return browser
}

async function codeOf(answer: Response): Promise<string> {
  return refused.parse(await answer.json()).error.code
}

test('the set-up link makes one administrator, once; afterwards none is offered', async () => {
  expect(await offerSetup(store.database, ours)).toBeUndefined()
  const late = await createOrganization(store.database, { name: 'Late IT', timeZone: 'UTC' })
  const used = (await offerSetup(store.database, late)) ?? ''
  const newer = (await offerSetup(store.database, late)) ?? ''
  const first = { name: 'Lea', password }
  expect(await codeOf(await send('POST', '/setup', { ...first, token: used }))).toBe('setup.refused')
  expect(await codeOf(await send('POST', '/setup', { ...first, token: newer, password: 'short' }))).toBe(
    'operator.refused',
  )
  const both = await Promise.all([1, 2].map(() => send('POST', '/setup', { ...first, token: newer })))
  expect(both.map(({ status }) => status).sort()).toEqual([201, 403])
})

test('each endpoint answers nobody without a session, and of those with one only who holds its role', async () => {
  for (const { method, path, needs } of endpoints.filter((each) => each.needs !== 'nobody')) {
    const place = path.replaceAll(/\{\w+\}/g, '1')
    const body = method === 'get' ? undefined : {}
    expect([path, (await send(method.toUpperCase(), place, body)).status]).toEqual([path, 401])
    for (const role of roles) {
      if (needs === 'nobody' || holdsRole(role, needs)) continue
      const answer = await send(method.toUpperCase(), place, body, as(role))
      expect([path, role, answer.status, await codeOf(answer)]).toEqual([path, role, 403, 'session.forbidden'])
    }
  }
})

test("another organization's administrator sees nobody of ours, and nothing that they did", async () => {
  const users = z.object({ users: z.array(z.looseObject({ name: z.string() })) })
  const listed = async (browser: Browser): Promise<string[]> =>
    users.parse(await (await send('GET', '/users', undefined, browser)).json()).users.map(({ name }) => name)
  expect(await listed(as('administrator'))).toEqual(['Ada', 'approver', 'operator', 'viewer'])
  expect(await listed(stranger)).toEqual(['Ada'])
  const log = z.object({ entries: z.array(z.looseObject({ action: z.string(), subject: z.string() })), next: z.null() })
  const { entries } = log.parse(await (await send('GET', '/activity', undefined, stranger)).json())
  expect(entries.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
    'sign-in Ada',
    'create-operator Ada',
    'use-setup-link setup',
  ])
})

test('a change without the page’s own token, or from a page of another site, is refused', async () => {
  const { cookie } = as('administrator')
  const body = { name: 'Mallory', password, role: 'administrator' }
  expect(await codeOf(await send('POST', '/users', body, { cookie, csrfToken: 'x'.repeat(43) }))).toBe(
    'session.forbidden',
  )
  const crossSite = await app.request('/api/v1/session', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site' },
    body: JSON.stringify({ name: 'Ada', password, organization: ours.id }),
  })
  expect(crossSite.status).toBe(403)
  const page = await app.request('/healthz')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
})

test('a text that the database cannot hold is refused as input, in a body and in an address', async () => {
  const answers = [
    await send('POST', '/session', { name: 'Ada\0', password, organization: ours.id }),
    await send('GET', '/runs/1/clients/bear%00creek', undefined, as('administrator')),
  ]
  expect(answers.map(({ status }) => status)).toEqual([400, 400])
})

test('a session ends when it is revoked or twelve hours old', async () => {
  const sessions = z.object({ sessions: z.array(z.looseObject({ id: z.string(), isCurrent: z.boolean() })) })
  const request = { name: 'viewer', password, organization: ours.name }
  const second = await browserOf(await send('POST', '/session', request))
  const all = sessions.parse(await (await send('GET', '/sessions', undefined, second)).json()).sessions
  expect(all).toHaveLength(2)
  const other = all.find(({ isCurrent }) => !isCurrent)?.id ?? ''
  // A colleague cannot end it.
  expect((await send('DELETE', `/sessions/${other}`, undefined, as('operator'))).status).toBe(404)
  expect((await send('DELETE', `/sessions/${other}`, undefined, second)).status).toBe(204)
  expect((await send('GET', '/session', undefined, as('viewer'))).status).toBe(401)
  expect((await send('DELETE', '/session', undefined, second)).status).toBe(204)
  expect((await send('GET', '/session', undefined, second)).status).toBe(401)
  const third = await browserOf(await send('POST', '/session', request))
  clock.advanceBy(12 * 3_600_000 - 1)
  expect((await send('GET', '/session', undefined, third)).status).toBe(200)
  clock.advanceBy(1)
  expect((await send('GET', '/session', undefined, third)).status).toBe(401)
})

test('after five wrong passwords not even the right one is looked at for 30 seconds, then for 60', async () => {
  const request = { name: 'operator', password, organization: ours.id }
  const wrong = { ...request, password: 'not this one at all' }
  for (let attempt = 1; attempt <= 5; attempt += 1) expect((await send('POST', '/session', wrong)).status).toBe(401)
  const locked = await send('POST', '/session', request)
  expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '30'])
  clock.advanceBy(30_000)
  expect((await send('POST', '/session', wrong)).status).toBe(401)
  expect((await send('POST', '/session', request)).headers.get('retry-after')).toBe('60')
  clock.advanceBy(60_000)
  expect((await send('POST', '/session', request)).status).toBe(201)
  expect((await send('POST', '/session', { ...request, name: 'nobody' })).status).toBe(401)
})

test('the activity log cannot be changed by us, and a change past that breaks the chain', async () => {
  const context = { database: store.database, organization: ours, actor: 'test' }
  expect(await examineActivity(context)).toMatchObject({ state: 'good' })
  await withOrganization(store.database, ours.id, async (tx) => {
    const changed = await sql`update activity set actor = 'somebody else' where sequence = 2`.execute(tx)
    const gone = await sql`delete from activity where sequence = 2`.execute(tx)
    expect([changed.numAffectedRows, gone.numAffectedRows]).toEqual([0n, 0n])
  })
  // Whoever owns the tables can lift the policies, which the chain tells.
  const owner = new pg.Client({ connectionString: store.url })
  await owner.connect()
  await owner.query('alter table activity no force row level security')
  await owner.query("update activity set actor = 'somebody else' where sequence = 2 and organization_id = $1", [
    ours.id,
  ])
  const changed = await examineActivity(context)
  expect(changed).toMatchObject({ state: 'wrong', message: 'entry 2 was changed after it was written' })
  // Cut off from that entry on, the rest is a whole chain; only its end was noted elsewhere.
  await owner.query('delete from activity where sequence > 1 and organization_id = $1', [ours.id])
  await owner.query('alter table activity force row level security')
  await owner.end()
  const cut = await examineActivity(context)
  expect([cut.state, cut.message]).toEqual([
    'wrong',
    expect.stringMatching(/^entry \d+ is missing, or is another: the note/),
  ])
})
