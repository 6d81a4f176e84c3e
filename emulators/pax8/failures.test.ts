import { afterEach, expect, test } from 'vitest'
import { createManualClock, type ManualClock } from '../../src/support/clock.ts'
import { createExampleTenant, ids } from './example-tenant.ts'
import type { FailureRule } from './fault-switches.ts'
import { createPax8Emulator, type Pax8Emulator } from './server.ts'
import { connect, tokenAnswer, valueAt, type TestClient } from './test-client.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

test.each<[FailureRule['kind'], number, string]>([
  ['throttled', 429, 'TOO_MANY_REQUESTS'],
  ['timeout', 408, 'REQUEST_TIMEOUT'],
  ['server-error', 500, 'INTERNAL_SERVER_ERROR'],
  ['unavailable', 503, 'SERVICE_UNAVAILABLE'],
  ['unauthorized', 401, 'UNAUTHORIZED'],
  ['forbidden', 403, 'FORBIDDEN'],
])('%s answers %i in the error envelope, once when asked once', async (kind, status, type) => {
  const { get, emulator } = await start()
  emulator.faults.set({ failures: [{ kind, times: 1 }] })
  const answer = await get('/v1/companies')
  expect([answer.status, valueAt(answer, 'type'), valueAt(answer, 'instance')]).toEqual([status, type, '/v1/companies'])
  expect(answer.headers.has('retry-after')).toBe(false)
  expect((await get('/v1/companies')).status).toBe(200)
})

test('Retry-After is sent in seconds or as a date', async () => {
  const { get, emulator } = await start()
  emulator.faults.set({ failures: [{ kind: 'throttled', retryAfterSeconds: 7 }] })
  expect((await get('/v1/companies')).headers.get('retry-after')).toBe('7')
  emulator.faults.set({ failures: [{ kind: 'throttled', retryAfterSeconds: 90, retryAfterAsDate: true }] })
  expect((await get('/v1/companies')).headers.get('retry-after')).toBe('Sun, 05 Apr 2026 00:01:30 GMT')
})

test('every third call can fail, or a burst after the first two', async () => {
  const { get, emulator } = await start()
  emulator.faults.set({ failures: [{ kind: 'throttled', every: 3 }] })
  expect(await statuses(get, 7)).toEqual([200, 200, 429, 200, 200, 429, 200])
  emulator.faults.set({ failures: [{ kind: 'server-error', skip: 2, times: 3 }] })
  expect(await statuses(get, 7)).toEqual([200, 200, 500, 500, 500, 200, 200])
})

test('a rule strikes only the path it names', async () => {
  const { get, emulator } = await start()
  emulator.faults.set({ failures: [{ kind: 'forbidden', path: '/v1/subscriptions/*/history' }] })
  expect((await get(`/v1/subscriptions/${ids.seats}`)).status).toBe(200)
  expect((await get(`/v1/subscriptions/${ids.seats}/history`)).status).toBe(403)
})

test('the token call fails only when a rule names it', async () => {
  const { emulator } = await start()
  emulator.faults.set({ failures: [{ kind: 'server-error' }] })
  expect((await tokenAnswer(emulator)).status).toBe(200)
  emulator.faults.set({ failures: [{ kind: 'server-error', path: '/v1/token' }] })
  expect((await tokenAnswer(emulator)).status).toBe(500)
})

test('calls beyond the limit of a minute are throttled until the minute is over', async () => {
  const { get, emulator, clock } = await start()
  emulator.faults.set({ callsPerMinute: 2 })
  expect((await get('/v1/companies')).status).toBe(200)
  clock.advanceBy(20_000)
  expect(await statuses(get, 2)).toEqual([200, 429])
  expect((await get('/v1/companies')).headers.get('retry-after')).toBe('40')
  clock.advanceBy(40_000)
  expect((await get('/v1/companies')).status).toBe(200)
})

test.each([
  ['gateway-page', 502],
  ['page-instead-of-data', 200],
] as const)('%s is HTML with status %i', async (kind, status) => {
  const { get, emulator } = await start()
  emulator.faults.set({ failures: [{ kind }] })
  const answer = await get('/v1/companies')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html'])
  expect(answer.text).toMatch(/^<html>/)
})

test('a truncated body stops in the middle of its JSON, with a good status', async () => {
  const { get, emulator } = await start()
  const whole = await get('/v1/companies')
  emulator.faults.set({ failures: [{ kind: 'truncated-body' }] })
  const cut = await get('/v1/companies')
  expect(cut.status).toBe(200)
  expect(cut.text).toBe(whole.text.slice(0, Math.ceil(whole.text.length / 2)))
})

test('a slow answer takes its time by the clock', async () => {
  const { get, emulator, clock } = await start()
  emulator.faults.set({ failures: [{ kind: 'slow', milliseconds: 45_000 }] })
  expect((await get('/v1/companies')).status).toBe(200)
  expect(clock.now().toISOString()).toBe('2026-04-05T00:00:45.000Z')
})

test('the Date header is the clock, or as far off as it is told to be', async () => {
  const { get, emulator } = await start()
  expect((await get('/v1/companies')).headers.get('date')).toBe('Sun, 05 Apr 2026 00:00:00 GMT')
  emulator.faults.set({ dateSkewSeconds: -3600 })
  expect((await get('/v1/companies')).headers.get('date')).toBe('Sat, 04 Apr 2026 23:00:00 GMT')
  expect((await get('/v1/nothing')).headers.get('date')).toBe('Sat, 04 Apr 2026 23:00:00 GMT')
})

test.each(['connection-reset', 'cut-connection'] as const)('%s fails the call over a socket', async (kind) => {
  const { emulator } = await start()
  emulator.faults.set({ failures: [{ kind, path: '/v1/companies', times: 1 }] })
  const get = await overSocket(emulator)
  await expect(get('/v1/companies')).rejects.toThrow()
  expect(await get('/v1/companies')).toBe(200)
  expect(emulator.requests.map(({ path, status }) => [path, status])).toEqual([
    ['/v1/token', 200],
    ['/v1/token', 200],
    ['/v1/companies', 0],
    ['/v1/companies', 200],
  ])
})

test('a dropped call fails in-process, too', async () => {
  const { get, emulator } = await start()
  emulator.faults.set({ failures: [{ kind: 'connection-reset' }] })
  await expect(get('/v1/companies')).rejects.toThrow(TypeError)
})

test('a call that hangs ends when the client gives up, and does not hold up the shutdown', async () => {
  const { emulator } = await start()
  emulator.faults.set({ failures: [{ kind: 'hang', path: '/v1/companies' }] })
  const get = await overSocket(emulator)
  await expect(get('/v1/companies', AbortSignal.timeout(50))).rejects.toThrow(/aborted/)
  const hanging = get('/v1/companies')
  await expect.poll(() => emulator.requests.length).toBe(3)
  await Promise.all([open.pop()?.close(), expect(hanging).rejects.toThrow()])
})

async function start(): Promise<TestClient & { readonly emulator: Pax8Emulator; readonly clock: ManualClock }> {
  const clock = createManualClock(new Date('2026-04-05T00:00:00Z'))
  const emulator = createPax8Emulator({ clock, state: createExampleTenant() })
  return { emulator, clock, ...(await connect(emulator)) }
}

async function statuses(get: TestClient['get'], calls: number): Promise<readonly number[]> {
  const seen: number[] = []
  for (let call = 0; call < calls; call += 1) seen.push((await get('/v1/companies')).status)
  return seen
}

/** Calls over a real connection; the body is read to its end. */
async function overSocket(emulator: Pax8Emulator): Promise<(path: string, signal?: AbortSignal) => Promise<number>> {
  const server = await emulator.listen()
  open.push(server)
  const headers = { Authorization: `Bearer ${String(valueAt(await tokenAnswer(emulator), 'access_token'))}` }
  return async (path, signal) => {
    const response = await fetch(server.url + path, { headers, signal: signal ?? null })
    await response.text()
    return response.status
  }
}
