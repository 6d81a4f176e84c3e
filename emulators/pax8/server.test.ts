import { afterEach, expect, test } from 'vitest'
import { createManualClock } from '../../src/support/clock.ts'
import { InvalidInput } from '../../src/support/failure.ts'
import { createExampleTenant } from './example-tenant.ts'
import { createPax8Emulator, PortUnavailable, type Pax8Emulator } from './server.ts'
import { column, connect, readAnswer, valueAt } from './test-client.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

test('it listens on the loopback address, on a free port of its own', async () => {
  const { url } = await listen(start())
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const response = await fetch(`${url}/v1/companies`)
  expect(response.status).toBe(401)
  expect(response.headers.get('date')).toBe('Sun, 05 Apr 2026 00:00:00 GMT')
})

test('a port that is taken is named', async () => {
  const { url } = await listen(start())
  const port = Number(new URL(url).port)
  await expect(start().listen(port)).rejects.toThrow(PortUnavailable)
  await expect(start().listen(port)).rejects.toThrow(`Port ${port} on 127.0.0.1 cannot be used`)
})

test('after closing, nothing answers', async () => {
  const server = await start().listen()
  await fetch(`${server.url}/v1/companies`)
  await server.close()
  await expect(fetch(`${server.url}/v1/companies`)).rejects.toThrow()
})

test('switches are read, changed and reset over HTTP', async () => {
  const emulator = start({ endPeriod: 'inclusive' })
  const { url } = await listen(emulator)
  const post = async (path: string, body: string): Promise<number> =>
    (await fetch(url + path, { method: 'POST', body })).status

  expect(await post('/_emulator/faults', '{"failures":[{"kind":"throttled","times":1}]}')).toBe(200)
  expect(emulator.faults.switches.failures).toEqual([{ kind: 'throttled', times: 1 }])
  const shown = await readAnswer(await fetch(`${url}/_emulator/faults`))
  expect([valueAt(shown, 'failures', '0', 'kind'), valueAt(shown, 'endPeriod')]).toEqual(['throttled', 'inclusive'])

  expect(await post('/_emulator/faults/reset', '')).toBe(200)
  expect([emulator.faults.switches.failures, emulator.faults.switches.endPeriod]).toEqual([[], 'inclusive'])
})

test.each(['{"counters":"sideways"}', '{"countres":"none"}', '{"failures":[{"kind":"rain"}]}', '[]', '7', 'not JSON'])(
  'the switches %s are refused and change nothing',
  async (body) => {
    const emulator = start()
    const before = emulator.faults.switches
    const request = new Request('http://x/_emulator/faults', { method: 'POST', body })
    expect((await emulator.fetch(request)).status).toBe(400)
    expect(emulator.faults.switches).toBe(before)
  },
)

test('a misspelt switch is named', () => {
  expect(() => start({ tokenLifetimeSeconds: -1 })).toThrow(InvalidInput)
  expect(() => start({ tokenLifetimeSeconds: -1 })).toThrow(/tokenLifetimeSeconds/)
})

test('calls are logged with their query and status, the latest ones kept', async () => {
  const emulator = createPax8Emulator({ clock: createManualClock(new Date(0)), settings: { requestLogSize: 5 } })
  const { get } = await connect(emulator)
  for (let page = 0; page < 30; page += 1) await get(`/v1/companies?page=${page}`)
  await get('/v1/nothing')
  expect(emulator.requests.length).toBeLessThan(10)
  expect(emulator.requests.slice(-2)).toEqual([
    { method: 'GET', path: '/v1/companies', query: 'page=29', status: 200 },
    { method: 'GET', path: '/v1/nothing', query: '', status: 404 },
  ])
})

test('a change of state shows in the next page', async () => {
  const emulator = start()
  const { get } = await connect(emulator)
  expect(column(await get('/v1/companies'), 'name')).toHaveLength(3)
  emulator.state.addCompany({ id: 'new', name: 'New Client' })
  expect(column(await get('/v1/companies'), 'name')).toContain('New Client')
})

function start(settings: Parameters<typeof createPax8Emulator>[0]['settings'] = {}): Pax8Emulator {
  const clock = createManualClock(new Date('2026-04-05T00:00:00Z'))
  return createPax8Emulator({ clock, state: createExampleTenant(), settings })
}

async function listen(emulator: Pax8Emulator): Promise<{ readonly url: string }> {
  const server = await emulator.listen()
  open.push(server)
  return server
}
