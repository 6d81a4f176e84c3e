import { expect, test } from 'vitest'
import { createManualClock } from '../../src/support/clock.ts'
import { InvalidInput, NotFound } from '../../src/support/failure.ts'
import { createExampleTenant, ids, meterCount } from './example-tenant.ts'
import { createPax8Emulator } from './server.ts'
import type { Pax8State } from './state.ts'
import { column, connect, valueAt, type TestAnswer } from './test-client.ts'

const seats = `/v1/subscriptions/${ids.seats}`

test('a seat change shows in the subscription and adds a history row, newest first, under the same id', async () => {
  const { state, read } = start()
  state.changeQuantity(ids.seats, '18', '2026-03-14T09:00:00Z')
  state.changeQuantity(ids.seats, '17', '2026-03-20T09:00:00Z')
  expect(valueAt(await read(seats), 'quantity')).toBe('17')
  const history = await read(`${seats}/history`)
  expect(column(history, 'quantity')).toEqual(['17', '18', '17'])
  expect(column(history, 'startDate')).toEqual(['2026-03-20T09:00:00Z', '2026-03-14T09:00:00Z', '2026-01-01T08:30:00Z'])
  expect(column(history, 'billingStart')).toEqual(['2026-03-20', '2026-03-14', '2026-01-01'])
  expect(new Set(column(history, 'id'))).toEqual(new Set([ids.seats]))
  expect(new Set(column(history, 'createdDate'))).toEqual(new Set(['2026-01-01T08:30:00Z']))
})

test('a change announced for later waits in the history until its day', async () => {
  const { state, read, clock } = start()
  state.changeQuantity(ids.seats, '20', '2026-05-01T00:00:00Z', '2026-04-05T00:00:00Z')
  expect(valueAt(await read(seats), 'quantity')).toBe('17')
  expect(column(await read(`${seats}/history`), 'status')).toEqual(['PendingAutomated', 'Active'])
  clock.advanceTo(new Date('2026-05-01T00:00:00Z'))
  expect(valueAt(await read(seats), 'quantity')).toBe('20')
  expect(column(await read(`${seats}/history`), 'status')).toEqual(['Active', 'Active'])
})

test('a price change keeps what it does not name', async () => {
  const { state, read } = start()
  state.changePrice(ids.seats, { partnerCost: '11.0000000001' }, '2026-04-01T00:00:00Z')
  const answer = await read(seats)
  expect([valueAt(answer, 'partnerCost'), valueAt(answer, 'price')]).toEqual(['11.0000000001', '12.50'])
})

test('a cancelled subscription stays Active until its end date, then comes back under its id', async () => {
  const { state, read } = start()
  state.cancel(ids.seats, '2026-04-30', '2026-04-05T00:00:00Z')
  const ending = await read(seats)
  expect([valueAt(ending, 'status'), valueAt(ending, 'endDate')]).toEqual(['Active', '2026-04-30T00:00:00Z'])
  state.setStatus(ids.seats, 'Cancelled', '2026-04-30T00:00:00Z')
  state.resurrect(ids.seats, '2026-05-02T00:00:00Z')
  const back = await read(seats)
  expect([valueAt(back, 'status'), valueAt(back, 'endDate')]).toEqual(['Active', undefined])
  expect(column(await read(`${seats}/history`), 'status')).toEqual(['Active', 'Cancelled', 'Active', 'Active'])
})

test('a cancellation that takes effect at once is Cancelled, or whatever status is named', async () => {
  const { state, read } = start()
  state.cancel(ids.seats, '2026-04-05T00:00:00Z', '2026-04-05T00:00:00Z')
  expect(valueAt(await read(seats), 'status')).toBe('Cancelled')
  state.cancel(ids.annualSeats, '2026-04-30', '2026-04-05T00:00:00Z', 'PendingCancel')
  expect(valueAt(await read(`/v1/subscriptions/${ids.annualSeats}`), 'status')).toBe('PendingCancel')
})

test('a migration moves a subscription to another company without a new id', async () => {
  const { state, read } = start()
  state.moveToCompany(ids.seats, ids.tidewater, '2026-04-05T00:00:00Z')
  expect(column(await read(`/v1/subscriptions?companyId=${ids.bearCreek}`), 'id')).toEqual([ids.annualSeats])
  expect(column(await read(`${seats}/history`), 'companyId')).toEqual([ids.tidewater, ids.bearCreek])
})

test('a product change and a rename show at once', async () => {
  const { state, read } = start()
  await read('/v1/subscriptions')
  state.renameProduct(ids.backup, '[Deprecated] Harbor Backup')
  state.changeProduct(ids.seats, ids.backup, '2026-04-05T00:00:00Z')
  expect(column(await read(`/v1/subscriptions?productId=${ids.backup}`), 'productName')).toEqual([
    '[Deprecated] Harbor Backup',
    '[Deprecated] Harbor Backup',
  ])
})

test('a converted trial is paid, monthly and without an end', async () => {
  const { state, read } = start()
  state.convertTrial(ids.trial, { price: '4.00', partnerCost: '3.125' }, '2026-03-20T00:00:00Z')
  const paid = await read(`/v1/subscriptions/${ids.trial}`)
  expect(['status', 'billingTerm', 'price', 'partnerCost', 'endDate'].map((field) => valueAt(paid, field))).toEqual([
    'Active',
    'Monthly',
    '4.00',
    '3.125',
    undefined,
  ])
})

test('a removed subscription is gone, with its history', async () => {
  const { state, read } = start()
  state.removeSubscription(ids.seats)
  expect((await read(seats)).status).toBe(404)
  expect((await read(`${seats}/history`)).status).toBe(404)
})

test('one product may be held twice by one client, under two billing terms', async () => {
  const answer = await start().read(`/v1/subscriptions?companyId=${ids.bearCreek}&productId=${ids.businessStandard}`)
  expect(column(answer, 'billingTerm')).toEqual(['Annual', 'Monthly'])
})

test('a credited invoice stays listed beside its replacement and the child partner in its own currency', async () => {
  const answer = await start().read('/v1/invoices?invoiceDate=2026-04-01')
  expect(column(answer, 'status')).toEqual(['Unpaid', 'Unpaid', 'Credited'])
  expect(column(answer, 'partnerName')).toEqual(['Harborlight IT Canada', 'Harborlight IT', 'Harborlight IT'])
  expect(column(answer, 'currencyCode')).toEqual(['CAD', 'USD', 'USD'])
})

test('an Azure plan has one item per meter, and each keeps its ten decimals', async () => {
  const { read } = start()
  const items = `/v1/invoices/${ids.childInvoice}/items?size=200`
  const pages = [await read(items), await read(`${items}&page=1`)]
  expect(pages.flatMap((page) => column(page, 'costTotal'))).toEqual(Array(meterCount).fill('1.00'))
  expect(column(pages[0] ?? missing(), 'quantity')[0]).toBe('0.0000033333')
})

test('usage of the month that runs is replaced as a whole', async () => {
  const { state, read } = start()
  const summary = { id: ids.order, productId: ids.azurePlan, currencyCode: 'CAD' }
  state.setUsageSummaries(ids.azure, [{ ...summary, currentCharges: '1', partnerTotal: '0.5' }])
  expect(column(await read(`/v1/subscriptions/${ids.azure}/usage-summaries`), 'id')).toEqual([ids.order])
  expect((await read(`/v1/usage-summaries/${ids.usage}`)).status).toBe(404)
})

test('a text that is no number is refused where it enters, by the field and the record', () => {
  const { state } = start()
  expect(() => {
    state.changeQuantity(ids.seats, 'seventeen', '2026-04-05')
  }).toThrow(
    new InvalidInput(
      `The Pax8 emulator cannot hold "seventeen" as the quantity of subscription ${ids.seats}: write a decimal number such as 25.19.`,
    ),
  )
  const invoice = { id: 'i', invoiceDate: '2026-05-01', dueDate: '2026-05-15', partnerName: 'P', currencyCode: 'USD' }
  expect(() => {
    state.publishInvoice({ ...invoice, status: 'Unpaid', balance: '0', total: '1,200.00' }, [])
  }).toThrow(InvalidInput)
})

test.each<[string, (state: Pax8State) => void]>([
  [
    'company',
    (state) => {
      state.updateCompany('nobody', { name: 'X' })
    },
  ],
  [
    'product',
    (state) => {
      state.renameProduct('nothing', 'X')
    },
  ],
  [
    'subscription',
    (state) => {
      state.setStatus('nothing', 'Active', '2026-04-05')
    },
  ],
  [
    'invoice',
    (state) => {
      state.creditInvoice('nothing')
    },
  ],
  [
    'usage summary',
    (state) => {
      state.setUsageLines('nothing', '2026-04-05', [])
    },
  ],
])('changing an unknown %s is refused', (_, change) => {
  const { state } = start()
  expect(() => {
    change(state)
  }).toThrow(NotFound)
})

function start(): {
  readonly state: Pax8State
  readonly clock: ReturnType<typeof createManualClock>
  readonly read: (path: string) => Promise<TestAnswer>
} {
  const clock = createManualClock(new Date('2026-04-05T00:00:00Z'))
  const state = createExampleTenant()
  const emulator = createPax8Emulator({ clock, state })
  return { state, clock, read: async (path) => (await connect(emulator)).get(path) }
}

function missing(): never {
  throw new Error('There is no such page.')
}
