import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestApp } from '../../test/helpers/test-app.ts'
import { createTestDatabase, type TestDatabase } from '../../test/helpers/test-database.ts'
import { offerSetup } from '../app/operators/set-up.ts'
import type { Role } from '../domain/role.ts'
import { createOrganization, type Organization } from '../store/organizations.ts'
import { createManualClock } from '../support/clock.ts'
import { endpoints } from './endpoints.ts'
import { scopeOf } from './token-scopes.ts'

const clock = createManualClock(new Date('2026-10-01T08:00:00Z'))
const password = 'correct horse battery'
const day = 24 * 60 * 60 * 1000

interface Person {
  readonly cookie: string
  readonly csrfToken: string
}

let store: TestDatabase
let organization: Organization
let app: ReturnType<typeof createTestApp>
let ada: Person

beforeAll(async () => {
  store = await createTestDatabase({ clock })
  const { database } = store
  app = createTestApp(database)
  organization = await createOrganization(database, { name: 'Bear Creek IT', timeZone: 'America/Denver' })
  const token = await offerSetup(database, organization)
  ada = await personOf(await send('POST', '/setup', { token, name: 'Ada', password }))
})
afterAll(() => store.close())

async function personOf(answer: Response): Promise<Person> {
  const { csrfToken } = z.looseObject({ csrfToken: z.string() }).parse(await answer.json())
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', csrfToken }
}

async function send(method: string, path: string, body?: object, by?: Person | string): Promise<Response> {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (typeof by === 'string') headers['authorization'] = `Bearer ${by}`
  else if (by !== undefined) Object.assign(headers, { cookie: by.cookie, 'x-seatledger-csrf': by.csrfToken })
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  return app.request(`/api/v1${path}`, { method, headers, ...sent })
}

async function signIn(name: string, secret = password): Promise<Person> {
  return personOf(await send('POST', '/session', { name, password: secret }))
}

async function make(name: string, role: Role): Promise<string> {
  const made = await send('POST', '/users', { name, password, role }, ada)
  return z.object({ id: z.string() }).parse(await made.json()).id
}

const userSchema = z.looseObject({ id: z.string(), name: z.string(), role: z.string(), version: z.int() })

async function userNamed(name: string): Promise<z.infer<typeof userSchema>> {
  const { users } = z
    .object({ users: z.array(userSchema) })
    .parse(await (await send('GET', '/users', undefined, ada)).json())
  const found = users.find((user) => user.name === name)
  if (found === undefined) throw new Error(`There is no user ${name}.`)
  return found
}

async function refusal(answer: Response): Promise<[number, string]> {
  const { error } = z.object({ error: z.looseObject({ code: z.string() }) }).parse(await answer.json())
  return [answer.status, error.code]
}

test('a new role counts with the next request; who is disabled is signed out; an edit of an older version is refused', async () => {
  await make('Ben', 'viewer')
  const ben = await signIn('Ben')
  const before = await userNamed('Ben')
  const change = { version: before.version, role: 'approver' }
  expect((await send('PATCH', `/users/${before.id}`, change, ada)).status).toBe(204)
  const session = await send('GET', '/session', undefined, ben)
  expect(await session.json()).toMatchObject({ operator: { role: 'approver' } })
  // A second administrator, who still sees the viewer.
  expect(await refusal(await send('PATCH', `/users/${before.id}`, { ...change, role: 'operator' }, ada))).toEqual([
    409,
    'operator.changed',
  ])
  const after = await userNamed('Ben')
  expect(after.role).toBe('approver')
  expect((await send('PATCH', `/users/${after.id}`, { version: after.version, disabled: true }, ada)).status).toBe(204)
  expect((await send('GET', '/session', undefined, ben)).status).toBe(401)
  expect((await send('POST', '/session', { name: 'Ben', password })).status).toBe(401)

  const { version } = await userNamed('Ben')
  const again = { version, disabled: false, password: 'another horse battery' }
  expect((await send('PATCH', `/users/${after.id}`, again, ada)).status).toBe(204)
  expect((await send('POST', '/session', { name: 'Ben', password })).status).toBe(401)
  expect((await send('POST', '/session', { name: 'Ben', password: 'another horse battery' })).status).toBe(201)
})

test('there is always an administrator who can sign in, also when two disable one another at once', async () => {
  const own = await userNamed('Ada')
  const alone = { version: own.version, role: 'viewer' }
  expect(await refusal(await send('PATCH', `/users/${own.id}`, alone, ada))).toEqual([400, 'operator.refused'])
  await make('Eve', 'administrator')
  const eve = await signIn('Eve')
  const other = await userNamed('Eve')
  const answers = await Promise.all([
    send('PATCH', `/users/${other.id}`, { version: other.version, role: 'viewer' }, ada),
    send('PATCH', `/users/${own.id}`, { version: own.version, role: 'viewer' }, eve),
  ])
  // The later one is refused: by the rule, or because Eve was no administrator any more when she asked.
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
  const survivor = answers[0].status === 204 ? ada : eve
  const restored = z
    .object({ users: z.array(userSchema) })
    .parse(await (await send('GET', '/users', undefined, survivor)).json())
    .users.find(({ name, role }) => name === 'Ada' && role === 'viewer')
  if (restored === undefined) return
  await send('PATCH', `/users/${restored.id}`, { version: restored.version, role: 'administrator' }, survivor)
})

test('the own password is changed with the current one, which ends the other sessions', async () => {
  await make('Cleo', 'operator')
  const [here, there] = [await signIn('Cleo'), await signIn('Cleo')]
  const wrong = { current: 'not this one at all', next: 'a new horse battery' }
  expect(await refusal(await send('POST', '/password', wrong, here))).toEqual([400, 'operator.refused'])
  const short = { current: password, next: 'short' }
  expect(await refusal(await send('POST', '/password', short, here))).toEqual([400, 'operator.refused'])
  expect((await send('POST', '/password', { current: password, next: 'a new horse battery' }, here)).status).toBe(204)
  expect((await send('GET', '/session', undefined, here)).status).toBe(200)
  expect((await send('GET', '/session', undefined, there)).status).toBe(401)
  // Guessing from a page left open is locked as at the sign-in.
  for (let attempt = 1; attempt <= 5; attempt += 1) await send('POST', '/password', wrong, here)
  expect(await refusal(await send('POST', '/password', wrong, here))).toEqual([429, 'session.locked'])
})

const tokensSchema = z.object({
  tokens: z.array(z.looseObject({ id: z.string(), name: z.string(), lastUsedAt: z.string().nullable() })),
  scopes: z.array(z.string()),
})

async function makeToken(body: object, by: Person): Promise<string> {
  const made = await send('POST', '/tokens', { name: 'nightly export', role: 'viewer', days: 30, ...body }, by)
  expect(made.status).toBe(201)
  return z.looseObject({ token: z.string() }).parse(await made.json()).token
}

test('a token reads what its scopes name, is told once, and ends when it is revoked or expires', async () => {
  const token = await makeToken({ scopes: ['runs:read'] }, ada)
  expect(token).toMatch(/^seatledger_[0-9a-f-]{36}\.[\w-]{43}$/)
  expect((await send('GET', '/runs', undefined, token)).status).toBe(200)
  expect(await refusal(await send('GET', '/activity', undefined, token))).toEqual([403, 'session.forbidden'])
  const listed = await send('GET', '/tokens', undefined, ada)
  const text = await listed.text()
  expect(text).not.toContain(token.slice(-43))
  const { tokens } = tokensSchema.parse(JSON.parse(text))
  expect(tokens).toMatchObject([{ name: 'nightly export', lastUsedAt: '2026-10-01T08:00:00.000Z' }])
  expect((await send('DELETE', `/tokens/${tokens[0]?.id ?? ''}`, undefined, ada)).status).toBe(204)
  expect(await refusal(await send('GET', '/runs', undefined, token))).toEqual([401, 'token.refused'])

  const short = await makeToken({ scopes: ['runs:read'], days: 1 }, ada)
  clock.advanceBy(day - 1)
  expect((await send('GET', '/runs', undefined, short)).status).toBe(200)
  clock.advanceBy(1)
  expect((await send('GET', '/runs', undefined, short)).status).toBe(401)
  for (const nonsense of ['', 'seatledger_', `${short}x`]) {
    expect((await send('GET', '/runs', undefined, nonsense)).status).toBe(401)
  }
})

test('a token can never do more than its role, its maker, or a person alone', async () => {
  ada = await signIn('Ada')
  await make('Dan', 'operator')
  const dan = await signIn('Dan')
  const scopes = tokensSchema.parse(await (await send('GET', '/tokens', undefined, dan)).json()).scopes
  expect(scopes).toContain('runs:write')
  const more = { name: 'more', role: 'approver', days: 30, scopes }
  expect(await refusal(await send('POST', '/tokens', more, dan))).toEqual([400, 'operator.refused'])
  const unknown = { name: 'more', role: 'viewer', days: 30, scopes: ['everything:write'] }
  expect(await refusal(await send('POST', '/tokens', unknown, dan))).toEqual([400, 'operator.refused'])

  // With every scope it still reaches nothing that is for persons, and nothing above its role.
  const token = await makeToken({ scopes, role: 'operator' }, dan)
  for (const endpoint of endpoints.filter(({ needs }) => needs !== 'nobody')) {
    const { path, method, needs } = endpoint
    const isAbove = needs === 'approver' || needs === 'administrator'
    if (scopeOf(endpoint) !== undefined && !isAbove) continue
    const body = method === 'get' ? undefined : {}
    const answer = await send(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '1'), body, token)
    expect([path, ...(await refusal(answer))]).toEqual([path, 403, 'session.forbidden'])
  }
  // It loses what its maker loses.
  const { id, version } = await userNamed('Dan')
  await send('PATCH', `/users/${id}`, { version, disabled: true }, ada)
  expect((await send('GET', '/runs', undefined, token)).status).toBe(401)
})

test('the log names who did what, is narrowed by each part, and its chain is checked when it is shown', async () => {
  const entries = z.looseObject({
    entries: z.array(z.looseObject({ actor: z.string(), action: z.string(), subject: z.string() })),
    next: z.int().nullable(),
  })
  const read = async (query: string): Promise<z.infer<typeof entries>> =>
    entries.parse(await (await send('GET', `/activity?${query}`, undefined, ada)).json())
  const changes = await read('action=change-operator&subject=BEN')
  expect(changes.entries.map(({ actor, subject }) => [actor, subject])).toEqual([
    ['Ada', 'Ben'],
    ['Ada', 'Ben'],
    ['Ada', 'Ben'],
  ])
  expect(JSON.stringify(changes)).not.toContain('horse')
  expect((await read('actor=nobody')).entries).toEqual([])
  const firstPage = await read('limit=2')
  const secondPage = await read(`limit=2&before=${String(firstPage.next)}`)
  expect(firstPage.entries).toHaveLength(2)
  expect(secondPage.entries).toHaveLength(2)
  const summary = await send('GET', '/activity/summary', undefined, ada)
  expect(await summary.json()).toMatchObject({
    chain: { isWhole: true },
    actions: expect.arrayContaining(['create-api-token', 'change-password']) as unknown,
  })
})

test('each endpoint refuses in one shape, whatever is wrong: no body, no JSON, a wrong type, nothing there', async () => {
  const shape = z.strictObject({
    error: z.strictObject({
      code: z.string().regex(/^[a-z]+[a-z.-]*$/),
      message: z.string().min(5),
      details: z.unknown().optional(),
    }),
  })
  const post = (path: string, method: string, body: string): Promise<Response> =>
    Promise.resolve(
      app.request(`/api/v1${path}`, {
        method,
        headers: { cookie: ada.cookie, 'x-seatledger-csrf': ada.csrfToken },
        ...(method === 'GET' ? {} : { body }),
      }),
    )
  for (const { path, method } of endpoints) {
    const place = path.replaceAll(/\{\w+\}/g, 'no-such-thing')
    for (const body of ['', '{', '{"unexpected":true}', '[]']) {
      // Signing out and what asks for nothing succeed, whatever is sent along.
      const answer =
        path === '/session' && method === 'delete' ? undefined : await post(place, method.toUpperCase(), body)
      if (answer === undefined || answer.ok) continue
      expect(answer.status, `${method} ${path}`).toBeLessThan(500)
      expect({ path, refused: shape.safeParse(await answer.json()).error }).toEqual({ path, refused: undefined })
    }
  }
  const large = await post('/users', 'POST', JSON.stringify({ name: 'x'.repeat(9 * 1024 * 1024) }))
  expect(await refusal(large)).toEqual([413, 'input.too-large'])
  expect(await refusal(await post('/users', 'PUT', '{}'))).toEqual([404, 'not-found'])
})

test('the documentation names every endpoint and the scope for it, without a script', async () => {
  const page = await (await app.request('/api/v1/docs')).text()
  for (const endpoint of endpoints) {
    expect(page).toContain(`<code>${endpoint.path}</code>`)
    const scope = scopeOf(endpoint)
    if (scope !== undefined) expect(page).toContain(`a token with ${scope}.`)
  }
  expect(page).not.toMatch(/<script|style=|src=/)
  expect((await app.request('/api/v1/docs/style.css')).headers.get('content-type')).toContain('text/css')
})
