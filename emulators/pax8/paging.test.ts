import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createManualClock } from '../../src/support/clock.ts'
import type { FaultSwitches } from './fault-switches.ts'
import { createPax8Emulator, type Pax8Emulator } from './server.ts'
import { Pax8State } from './state.ts'
import { column, connect, valueAt, type TestClient } from './test-client.ts'

test('a listing gives 10 rows a page unless asked otherwise, with its counters nested in page', async () => {
  const { get } = await clientOf(25)
  const answer = await get('/v1/companies')
  expect(column(answer, 'name')).toEqual(names(0, 10))
  expect(answer.text.endsWith('"page":{"size":10,"totalElements":25,"totalPages":3,"number":0}}')).toBe(true)
  expect(column(await get('/v1/companies?page=2'), 'name')).toEqual(names(20, 25))
})

test('a page after the last one is empty, not an error', async () => {
  const { get } = await clientOf(3)
  expect((await get('/v1/companies?page=7')).text).toBe(
    '{"content":[],"page":{"size":10,"totalElements":3,"totalPages":1,"number":7}}',
  )
})

test('walking through the pages meets every row exactly once, whatever the size', async () => {
  const { get } = await clientOf(37)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (size) => {
      expect(await walk(get, `/v1/companies?size=${size}`, Math.ceil(37 / size))).toEqual(names(0, 37))
    }),
    { numRuns: 20 },
  )
})

test.each(['page=-1', 'page=one', 'size=0', 'size=-5', 'size=1.5', 'size=ten'])('%s is refused', async (query) => {
  const { get } = await clientOf(1)
  const answer = await get(`/v1/companies?${query}`)
  expect(answer.status).toBe(400)
  expect(valueAt(answer, 'type')).toBe('BAD_REQUEST')
  expect(valueAt(answer, 'details', '0', 'message')).toContain(query.split('=')[0])
})

test('a size above 200 is taken as 200, or refused when so switched', async () => {
  const { get, emulator } = await clientOf(250)
  expect(valueAt(await get('/v1/companies?size=1000'), 'page', 'size')).toBe('200')
  emulator.faults.set({ oversizedPage: 'refuse' })
  expect((await get('/v1/companies?size=1000')).status).toBe(400)
  expect((await get('/v1/companies?size=200')).status).toBe(200)
})

test('counters can stand at top level or be missing', async () => {
  const { get, emulator } = await clientOf(1)
  emulator.faults.set({ counters: 'top-level' })
  expect((await get('/v1/companies')).text).toMatch(/\],"size":10,"totalElements":1,"totalPages":1,"number":0\}$/)
  emulator.faults.set({ counters: 'none' })
  expect((await get('/v1/companies')).text).toMatch(/^\{"content":\[.*\]\}$/)
})

test('an empty listing can come without content', async () => {
  const { get, emulator } = await clientOf(0)
  emulator.faults.set({ emptyContent: 'missing' })
  expect((await get('/v1/invoices')).text).toBe('{"page":{"size":10,"totalElements":0,"totalPages":0,"number":0}}')
})

test('totalElements can differ from the rows that there are', async () => {
  const { get, emulator } = await clientOf(5)
  emulator.faults.set({ totalElementsOffset: 2 })
  const answer = await get('/v1/companies')
  expect(column(answer, 'id')).toHaveLength(5)
  expect(valueAt(answer, 'page', 'totalElements')).toBe('7')
})

/** Six rows, two a page: what a walk meets, and the total that the last page tells. */
test.each<[NonNullable<FaultSwitches['pageShift']>['kind'], readonly number[], string]>([
  ['row-inserted', [0, 1, 1, 2, 3, 4], '7'],
  ['row-removed', [0, 1, 3, 4, 5], '5'],
  ['row-moved-to-front', [0, 1, 1, 2, 3, 4], '6'],
  ['row-repeated', [0, 1, 1, 2, 3, 3, 4, 5], '6'],
])('rows shift between pages once: %s', async (kind, met, total) => {
  const { get, emulator } = await clientOf(6)
  emulator.faults.set({ pageShift: { kind, times: 1 } })
  const expected = met.map((row) => names(0, 6)[row])
  expect(await walk(get, '/v1/companies?size=2', 3)).toEqual(expected)
  expect(valueAt(await get('/v1/companies?size=2&page=2'), 'page', 'totalElements')).toBe(total)
  // The sweep after that one is undisturbed.
  expect(await walk(get, '/v1/companies?size=2', 3)).toEqual(names(0, 6))
})

test('a page shift concerns the listing named, and comes back in every sweep when it has no number of times', async () => {
  const { get, emulator } = await clientOf(6)
  emulator.faults.set({ pageShift: { kind: 'row-removed', path: '/v1/products' } })
  expect(await walk(get, '/v1/companies?size=2', 3)).toEqual(names(0, 6))
  emulator.faults.set({ pageShift: { kind: 'row-removed', path: '/v1/companies', afterPage: 1 } })
  const shifted = [0, 1, 2, 3, 5].map((row) => names(0, 6)[row])
  expect(await walk(get, '/v1/companies?size=2', 3)).toEqual(shifted)
  expect(await walk(get, '/v1/companies?size=2', 3)).toEqual(shifted)
})

async function walk(get: TestClient['get'], url: string, pages: number): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  for (let page = 0; page < pages; page += 1) rows.push(...column(await get(`${url}&page=${page}`), 'name'))
  return rows
}

async function clientOf(companies: number): Promise<TestClient & { readonly emulator: Pax8Emulator }> {
  const state = new Pax8State()
  for (const [position, name] of names(0, companies).entries()) state.addCompany({ id: `company-${position}`, name })
  const emulator = createPax8Emulator({ clock: createManualClock(new Date('2026-04-05T00:00:00Z')), state })
  return { emulator, ...(await connect(emulator)) }
}

function names(from: number, until: number): readonly string[] {
  return Array.from({ length: until - from }, (_, position) => `Company ${from + position}`)
}
