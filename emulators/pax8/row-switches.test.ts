import { expect, test } from 'vitest'
import { createManualClock } from '../../src/support/clock.ts'
import { createExampleTenant, ids } from './example-tenant.ts'
import type { FaultSwitches } from './fault-switches.ts'
import { createPax8Emulator } from './server.ts'
import { column, connect, rowsOf, valueAt, type TestAnswer } from './test-client.ts'

const seats = `/v1/subscriptions/${ids.seats}`
const list = `/v1/subscriptions?companyId=${ids.bearCreek}`
const items = `/v1/invoices/${ids.invoice}/items`

test('a listing has no cost, commitment or vendor ids and the detail has them', async () => {
  const hidden = ['partnerCost', 'commitmentTerm', 'vendorSubscriptionId', 'vendorSkuId']
  const [listed, detail] = [await read(list), await read(seats)]
  for (const field of hidden) {
    expect(column(listed, field)).toEqual([undefined, undefined])
    expect(valueAt(detail, field)).toBeDefined()
  }
  const carrying = await read(list, { listCarriesCost: true })
  expect(column(carrying, 'partnerCost')).toEqual(['10.005', '10.005'])
  expect(column(carrying, 'vendorSubscriptionId')).toEqual(['vendor-1', 'vendor-1'])
})

test('the commitment is called commitmentTerm, commitment, or is missing', async () => {
  const commitment = { id: ids.commitment, term: '1-Year', endDate: '2026-12-31T00:00:00Z' }
  expect(valueAt(await read(seats), 'commitmentTerm')).toEqual(commitment)
  const live = await read(seats, { commitmentField: 'commitment' })
  expect([valueAt(live, 'commitment'), valueAt(live, 'commitmentTerm')]).toEqual([commitment, undefined])
  expect((await read(seats, { commitmentField: 'absent' })).text).not.toContain('ommitment')
})

test('quantity, partnerCost and price can be missing, everywhere or for the subscriptions named', async () => {
  const without = await read(list, { absentQuantity: [ids.seats] })
  expect(column(without, 'quantity')).toEqual(['2', undefined])
  expect((await read(seats, { absentQuantity: 'all' })).text).not.toContain('quantity')
  expect((await read(seats, { absentPartnerCost: 'all' })).text).not.toContain('partnerCost')
  expect((await read(seats, { absentPrice: 'all' })).text).not.toContain('"price"')
})

test('a missing value can be null instead of left out', async () => {
  const answer = await read(seats, { absentQuantity: 'all', absentFields: 'null' })
  expect(answer.text).toContain('"quantity":null')
  expect(answer.text).toContain('"endDate":null')
})

test.each<[FaultSwitches['timestamps'], string]>([
  ['z', '2026-01-01T08:30:00Z'],
  ['plus-zero', '2026-01-01T08:30:00.000+00:00'],
  ['minus-six', '2026-01-01T02:30:00.000-0600'],
  ['bare-date', '2026-01-01'],
])('timestamps in the style %s name the same moment', async (timestamps, written) => {
  expect(valueAt(await read(seats, { timestamps }), 'startDate')).toBe(written)
})

test('a listing can mix bare dates and timestamps, as the published example does', async () => {
  const answer = await read(list, { timestamps: 'mixed' })
  expect(column(answer, 'startDate')[1]).toBe('2026-01-01T08:30:00Z')
  expect(column(answer, 'createdDate')[1]).toBe('2026-01-01')
})

test('a company tells its last update with an offset that has no colon', async () => {
  const updated = valueAt(await read(`/v1/companies/${ids.bearCreek}`), 'updatedDate')
  expect(updated).toBe('2026-03-02T11:33:12.314-0600')
})

test('values that no document lists can stand in status, billingTerm and item type', async () => {
  const answer = await read(list, {
    subscriptionStatus: { value: 'Suspended', rows: [ids.seats] },
    billingTerm: { value: '5-Year', rows: 'all' },
  })
  expect(column(answer, 'status')).toEqual(['Active', 'Suspended'])
  expect(column(answer, 'billingTerm')).toEqual(['5-Year', '5-Year'])
  expect(column(await read(items, { itemType: { value: 'spiff' } }), 'type')).toEqual(Array(5).fill('spiff'))
})

test('an item type can have underscores, and a rate type its whole explanation', async () => {
  const answer = await read(items, { itemTypeSeparator: 'underscore', rateType: 'prose' })
  expect(column(answer, 'type')).toEqual(['subscription', 'prorate', 'subscription', 'invoice_credit', 'one_time'])
  expect(column(answer, 'rateType')[0]).toBe('single (Single price for any quantity, same as flat)')
})

test('a period ends on the first day after it, or on its last day', async () => {
  expect(column(await read(items), 'endPeriod')[0]).toBe('2026-05-01')
  expect(column(await read(items, { endPeriod: 'inclusive' }), 'endPeriod').slice(0, 2)).toEqual([
    '2026-04-30',
    '2026-03-31',
  ])
})

test('draft items follow their own convention', async () => {
  expect(column(await read('/v1/invoices/draftItems'), 'endPeriod')).toEqual(['2026-05-31'])
  const exclusive = await read('/v1/invoices/draftItems', { draftEndPeriod: 'exclusive' })
  expect(column(exclusive, 'endPeriod')).toEqual(['2026-06-01'])
})

test('items have no ids unless switched on, and then always the same, different ones', async () => {
  expect(column(await read(items), 'id')).toEqual(Array(5).fill(undefined))
  const shown = column(await read(items, { itemIds: 'present' }), 'id')
  expect(new Set(shown).size).toBe(5)
  expect(column(await read(items, { itemIds: 'present' }), 'id')).toEqual(shown)
})

test('an item can lose its subscription', async () => {
  const answer = await read(items, { nullItemSubscription: [ids.seats] })
  expect(column(answer, 'subscriptionId')).toEqual([null, null, null, undefined, null])
})

test('a history is wrapped in content, or a bare list', async () => {
  expect((await read(`${seats}/history`)).text).toMatch(/^\{"content":\[\{/)
  expect((await read(`${seats}/history`, { history: 'bare-array' })).text).toMatch(/^\[\{.*\}\]$/)
})

test('deleted companies are listed, or hidden until asked for', async () => {
  expect(rowsOf(await read('/v1/companies'))).toHaveLength(3)
  expect(rowsOf(await read('/v1/companies', { deletedCompanies: 'hidden' }))).toHaveLength(2)
  expect(rowsOf(await read('/v1/companies?status=Deleted', { deletedCompanies: 'hidden' }))).toHaveLength(1)
})

test('an invoice can lack its carried balance and its status', async () => {
  const answer = await read(`/v1/invoices/${ids.invoice}`, { carriedBalance: 'absent', invoiceStatus: 'absent' })
  expect(answer.text).not.toMatch(/carriedBalance|status/)
})

/** What a fresh emulator answers with the switches given. */
async function read(path: string, settings: Partial<FaultSwitches> = {}): Promise<TestAnswer> {
  const clock = createManualClock(new Date('2026-04-05T00:00:00Z'))
  const { get } = await connect(createPax8Emulator({ clock, state: createExampleTenant(), settings }))
  return get(path)
}
