import { expect, test } from 'vitest'
import { createManualClock, type ManualClock } from '../../src/support/clock.ts'
import { createExampleTenant } from './example-tenant.ts'
import { createPax8Emulator, type Pax8Emulator } from './server.ts'
import { connect, readAnswer, tokenAnswer, valueAt } from './test-client.ts'

test('the right credentials get a bearer token for a day', async () => {
  const answer = await tokenAnswer(start().emulator)
  expect(answer.status).toBe(200)
  expect(valueAt(answer, 'expires_in')).toBe('86400')
  expect(valueAt(answer, 'token_type')).toBe('Bearer')
})

test.each([
  { client_secret: 'wrong' },
  { client_id: 'somebody-else' },
  { client_id: 7 },
  { grant_type: 'password' },
  { audience: 'https://example.com' },
])('%j is refused in the shape of the token call', async (fields) => {
  const answer = await tokenAnswer(start().emulator, fields)
  expect(answer.status).toBe(401)
  expect(answer.text).toBe('{"error":"access_denied","error_description":"Unauthorized"}')
})

test('a form instead of JSON is refused', async () => {
  const { emulator } = start()
  const body = new URLSearchParams({ client_id: 'sandbox-client' })
  const answer = await readAnswer(await emulator.fetch(new Request('http://x/v1/token', { method: 'POST', body })))
  expect(answer.status).toBe(400)
})

test('a token for another audience does not open the partner endpoints', async () => {
  const { emulator } = start()
  const token = valueAt(await tokenAnswer(emulator, { audience: 'api://usage' }), 'access_token')
  const request = new Request('http://x/v1/companies', { headers: { Authorization: `Bearer ${String(token)}` } })
  expect((await emulator.fetch(request)).status).toBe(401)
})

test('without a token, or with an unknown one, nothing is read', async () => {
  const { emulator } = start()
  const bare = await readAnswer(await emulator.fetch(new Request('http://x/v1/companies')))
  expect(bare.status).toBe(401)
  expect(bare.text).toBe(
    '{"type":"UNAUTHORIZED","message":"Unauthorized","instance":"/v1/companies","status":401,"details":[]}',
  )
  const headers = { Authorization: 'Bearer made-up' }
  expect((await emulator.fetch(new Request('http://x/v1/companies', { headers }))).status).toBe(401)
})

test('a token ends after 24 hours of the emulator clock, and a new one works', async () => {
  const { emulator, clock } = start()
  const first = await connect(emulator)
  clock.advanceBy(24 * 3600 * 1000 - 1)
  expect((await first.get('/v1/companies')).status).toBe(200)
  clock.advanceBy(1)
  expect((await first.get('/v1/companies')).status).toBe(401)
  expect((await (await connect(emulator)).get('/v1/companies')).status).toBe(200)
})

test('a token can end early although a day was promised', async () => {
  const { emulator, clock } = start()
  emulator.faults.set({ tokenLifetimeSeconds: 60 })
  const { get } = await connect(emulator)
  clock.advanceBy(61_000)
  expect((await get('/v1/companies')).status).toBe(401)
})

test('the second credential reads subscriptions but may not see invoices, not even one or the draft', async () => {
  const { get } = await connect(start().emulator, { clientId: 'sandbox-without-invoices' })
  expect((await get('/v1/subscriptions')).status).toBe(200)
  for (const path of ['/v1/invoices', '/v1/invoices/some-id/items', '/v1/invoices/draftItems']) {
    const answer = await get(path)
    expect([answer.status, valueAt(answer, 'type')]).toEqual([403, 'FORBIDDEN'])
  }
})

test('credentials can be chosen, and then the usual ones no longer work', async () => {
  const credentials = [{ clientId: 'mine', clientSecret: 'my-secret', deniedPaths: [] }]
  const emulator = createPax8Emulator({ clock: createManualClock(new Date(0)), settings: { credentials } })
  expect((await tokenAnswer(emulator)).status).toBe(401)
  expect((await tokenAnswer(emulator, { client_id: 'mine', client_secret: 'my-secret' })).status).toBe(200)
})

function start(): { readonly emulator: Pax8Emulator; readonly clock: ManualClock } {
  const clock = createManualClock(new Date('2026-04-05T00:00:00Z'))
  return { clock, emulator: createPax8Emulator({ clock, state: createExampleTenant() }) }
}
