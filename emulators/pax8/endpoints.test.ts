import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createManualClock } from '../../src/support/clock.ts'
import { createExampleTenant, ids } from './example-tenant.ts'
import { createPax8Emulator } from './server.ts'
import { column, connect, valueAt, type TestAnswer } from './test-client.ts'

test.each([
  ['/v1/companies?status=Deleted', ['Closed Bakery']],
  ['/v1/companies?city=Halifax', ['Tidewater Boatyard']],
  ['/v1/companies?stateOrProvince=Colorado&country=US', ['Bear Creek Winery']],
  ['/v1/companies?billOnBehalfOfEnabled=true', ['Tidewater Boatyard']],
  ['/v1/companies?sort=name,desc', ['Tidewater Boatyard', 'Closed Bakery', 'Bear Creek Winery']],
  ['/v1/companies?sort=city', ['Tidewater Boatyard', 'Bear Creek Winery', 'Closed Bakery']],
  ['/v1/products?vendorName=Harbor', ['Harbor Backup']],
  ['/v1/products?search=azr', ['Microsoft Azure Plan']],
  ['/v1/products?sort=name&size=1', ['Harbor Backup']],
])('%s finds %j', async (path, names) => {
  expect(column(await read(path), 'name')).toEqual(names)
})

test.each([
  ['/v1/subscriptions', [ids.trial, ids.azure, ids.annualSeats, ids.seats]],
  ['/v1/subscriptions?status=Trial', [ids.trial]],
  ['/v1/subscriptions?billingTerm=Annual', [ids.annualSeats]],
  [`/v1/subscriptions?productId=${ids.azurePlan}`, [ids.azure]],
  ['/v1/subscriptions?productId=unknown', []],
  ['/v1/subscriptions?sort=createdDate,asc', [ids.seats, ids.annualSeats, ids.azure, ids.trial]],
  // As numbers, not as texts: 17 comes after 5.
  ['/v1/subscriptions?sort=quantity,asc', [ids.azure, ids.annualSeats, ids.trial, ids.seats]],
  ['/v1/invoices?status=Credited', [ids.wrongInvoice]],
  ['/v1/invoices?total=160.070', [ids.invoice]],
  ['/v1/invoices?sort=total,desc', [ids.childInvoice, ids.wrongInvoice, ids.invoice]],
  ['/v1/invoices?invoiceDateRangeStart=2026-04-01&invoiceDateRangeEnd=2026-04-01&size=1', [ids.childInvoice]],
  ['/v1/invoices?invoiceDateRangeStart=2026-04-02', []],
  // Partner invoices belong to no company.
  [`/v1/invoices?companyId=${ids.bearCreek}`, []],
  [`/v1/orders?companyId=${ids.tidewater}`, []],
  [`/v1/subscriptions/${ids.azure}/usage-summaries?resourceGroup=other`, []],
])('%s finds %j', async (path, found) => {
  expect(column(await read(path), 'id')).toEqual(found)
})

test('a parameter that an endpoint does not know is ignored without a word', async () => {
  const everything = (await read('/v1/subscriptions')).text
  expect((await read('/v1/subscriptions?stauts=Active&modifiedSince=2026-04-01')).text).toBe(everything)
  expect((await read('/v1/orders?status=Completed&sort=createdAt,desc')).status).toBe(200)
})

test('orders come oldest first, with the day only, and without the scheduled ones', async () => {
  const state = createExampleTenant()
  const order = { companyId: ids.bearCreek, lineItems: [] }
  state.addOrder({ ...order, id: 'later', createdDate: '2026-03-02T10:00:00Z' })
  state.addOrder({ ...order, id: 'earlier', createdDate: '2025-12-01' })
  state.addOrder({ ...order, id: 'scheduled', createdDate: '2026-03-03', isScheduled: true })
  const answer = await read('/v1/orders', state)
  expect(column(answer, 'id')).toEqual(['earlier', ids.order, 'later'])
  expect(column(answer, 'createdDate')).toEqual(['2025-12-01', '2026-01-01', '2026-03-02'])
})

test('a company sees its own price list where it has one, and every digit of it', async () => {
  const state = createExampleTenant()
  const rates = [{ partnerBuyRate: '8.1234567891', suggestedRetailPrice: '12', chargeType: 'Per Unit' }]
  state.setPricing(ids.businessStandard, [{ billingTerm: 'Monthly', type: 'Flat', rates }], ids.bearCreek)
  const path = `/v1/products/${ids.businessStandard}/pricing`
  expect((await read(`${path}?companyId=${ids.bearCreek}`, state)).text).toContain('"partnerBuyRate":8.1234567891,')
  expect((await read(`${path}?companyId=${ids.tidewater}`, state)).text).toContain('"partnerBuyRate":9.8700000001,')
})

test('draft items are those of the next month unless the current one is asked for', async () => {
  expect(column(await read('/v1/invoices/draftItems'), 'startPeriod')).toEqual(['2026-05-01'])
  expect(column(await read('/v1/invoices/draftItems?monthOffset=0'), 'startPeriod')).toEqual(['2026-04-01'])
  expect(column(await read(`/v1/invoices/draftItems?companyId=${ids.tidewater}`), 'startPeriod')).toEqual([])
})

test('usage lines are those of one day, and of one product when it is named', async () => {
  const path = `/v1/usage-summaries/${ids.usage}/usage-lines`
  expect(column(await read(`${path}?usageDate=2026-03-14`), 'unitPrice')).toEqual(['5.33'])
  expect(column(await read(`${path}?usageDate=2026-03-15`), 'unitPrice')).toEqual([])
  expect(column(await read(`${path}?usageDate=2026-03-14&productId=${ids.backup}`), 'unitPrice')).toEqual([])
})

test.each([
  ['/v1/companies/unknown', 404],
  ['/v1/companies/unknown/contacts', 404],
  [`/v1/companies/${ids.bearCreek}/contacts/unknown`, 404],
  ['/v1/contacts', 404],
  [`/v1/companies/${ids.bearCreek}/subscriptions`, 404],
  ['/v1/products/unknown/pricing', 404],
  [`/v1/products/${ids.backup}/pricing?companyId=unknown`, 404],
  ['/v1/orders/unknown', 404],
  ['/v1/orders?companyId=unknown', 404],
  ['/v1/subscriptions?companyId=unknown', 403],
  ['/v1/subscriptions?status=Activ', 400],
  ['/v1/subscriptions?billingTerm=Weekly', 400],
  ['/v1/subscriptions?sort=companyId', 400],
  ['/v1/subscriptions?sort=price,up', 400],
  ['/v1/subscriptions/unknown', 404],
  ['/v1/subscriptions/unknown/history', 404],
  ['/v1/subscriptions/unknown/usage-summaries', 404],
  ['/v1/usage-summaries/unknown', 404],
  ['/v1/usage-summaries/unknown/usage-lines?usageDate=2026-03-14', 404],
  [`/v1/usage-summaries/${ids.usage}/usage-lines`, 400],
  [`/v1/usage-summaries/${ids.usage}/usage-lines?usageDate=2026-02-30`, 400],
  ['/v1/invoices/unknown', 404],
  ['/v1/invoices/unknown/items', 404],
  ['/v1/invoices/draft-items', 404],
  ['/v1/invoices?companyId=unknown', 404],
  ['/v1/invoices?invoiceDate=04/01/2026', 400],
  ['/v1/invoices?total=lots', 400],
  ['/v1/invoices/draftItems?monthOffset=2', 422],
  ['/v1/invoices/draftItems?companyId=unknown', 404],
  ['/v1/companies?billOnBehalfOfEnabled=yes', 400],
])('%s is refused with %i, in the error envelope', async (path, status) => {
  const answer = await read(path)
  expect([answer.status, valueAt(answer, 'status')]).toEqual([status, String(status)])
  expect(valueAt(answer, 'instance')).toBe(path.split('?')[0])
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is not there to write with', async (method) => {
  const { call } = await connect(emulatorOf())
  const answer = await call(method, `/v1/subscriptions/${ids.seats}`)
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET'])
})

test('no query, however strange, breaks an endpoint', async () => {
  const { get } = await connect(emulatorOf())
  const paths = ['/v1/companies', '/v1/products', '/v1/subscriptions', '/v1/invoices', '/v1/invoices/draftItems']
  const names = ['page', 'size', 'sort', 'status', 'companyId', 'total', 'invoiceDate', 'monthOffset', 'search', 'x']
  const query = fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'grapheme' }), { maxKeys: 4 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), query, async (path, parameters) => {
      const { status } = await get(`${path}?${new URLSearchParams(parameters).toString()}`)
      expect([200, 400, 403, 404, 422]).toContain(status)
    }),
    { numRuns: 200 },
  )
})

function emulatorOf(state = createExampleTenant()): ReturnType<typeof createPax8Emulator> {
  return createPax8Emulator({ clock: createManualClock(new Date('2026-04-05T00:00:00Z')), state })
}

async function read(path: string, state = createExampleTenant()): Promise<TestAnswer> {
  return (await connect(emulatorOf(state))).get(path)
}
