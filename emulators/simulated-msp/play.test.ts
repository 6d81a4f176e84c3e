import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/support/failure.ts'
import { Pax8State } from '../pax8/state.ts'
import { addDays } from './calendar.ts'
import { generateMsp } from './generate.ts'
import { playUntil } from './play.ts'
import { stretchesOf, stretchOn } from './timeline.ts'

const msp = generateMsp({ seed: 7, clients: 60, months: 2 })

function everythingIn(pax8: Pax8State): unknown {
  const subscriptions = pax8.subscriptions.table.all()
  return {
    companies: pax8.companies.all(),
    products: pax8.products.all(),
    subscriptions,
    histories: subscriptions.map(({ id }) => pax8.subscriptions.history(id)),
    orders: pax8.orders.all(),
    invoices: pax8.invoices.all(),
    items: pax8.invoices.all().map(({ id }) => pax8.invoiceItemsOf(id)),
    usage: pax8.usageSummaries.all(),
    drafts: [pax8.draftItemsOf(0), pax8.draftItemsOf(1)],
  }
}

function playedTo(day: string): Pax8State {
  const pax8 = new Pax8State()
  playUntil(msp, day, pax8)
  return pax8
}

test('day by day or at once, the distributor ends up with the same records', () => {
  const daily = new Pax8State()
  for (let day = '2026-08-25'; day <= '2026-10-20'; day = addDays(day, 1)) playUntil(msp, day, daily)
  expect(everythingIn(daily)).toEqual(everythingIn(playedTo('2026-10-20')))
})

test('playing a day again, or an earlier one, changes nothing', () => {
  const pax8 = playedTo('2026-10-20')
  const before = everythingIn(pax8)
  expect(playUntil(msp, '2026-10-20', pax8)).toBe(0)
  expect(playUntil(msp, '2026-09-01', pax8)).toBe(0)
  expect(everythingIn(pax8)).toEqual(before)
})

test('the records show the true quantity and owner of whatever runs, on any day', () => {
  for (const day of ['2026-09-01', '2026-09-15', '2026-10-14', '2026-10-31']) {
    const pax8 = playedTo(day)
    for (const subscription of msp.subscriptions) {
      const stretch = stretchOn(stretchesOf(subscription), day)
      const record = pax8.subscriptions.table.get(subscription.subscriptionId)
      if (stretch === undefined || record?.quantity === undefined) continue
      expect([record.quantity, record.companyId, record.productId]).toEqual([
        String(stretch.quantity),
        stretch.companyId,
        stretch.productId,
      ])
    }
  }
})

test('the invoice for a month appears on the 4th, and not before', () => {
  const invoiceOf = (pax8: Pax8State): boolean =>
    pax8.invoices.all().some(({ invoiceDate }) => invoiceDate === '2026-10-01')
  expect(invoiceOf(playedTo('2026-10-03'))).toBe(false)
  expect(invoiceOf(playedTo('2026-10-04'))).toBe(true)
})

test('a wrong invoice is Credited on the 9th and its replacement stands beside it', () => {
  const wrong = generateMsp({ seed: 7, clients: 5, months: 1, frequencies: { invoice: { credited: 1 } } })
  const pax8 = new Pax8State()
  playUntil(wrong, '2026-10-08', pax8)
  const dated = (): readonly string[] =>
    pax8.invoices.all().flatMap(({ invoiceDate, status }) => (invoiceDate === '2026-10-01' ? [status] : []))
  expect(new Set(dated())).toEqual(new Set(['Unpaid']))
  const before = dated().length
  playUntil(wrong, '2026-10-09', pax8)
  expect(dated().filter((status) => status === 'Credited')).toHaveLength(before)
  expect(dated()).toHaveLength(before * 2)
})

test('a quantity or a cost that the distributor leaves out stays away until the second month', () => {
  const odd = generateMsp({
    ...{ seed: 7, clients: 10, months: 2 },
    frequencies: { initial: { omittedQuantity: 1, omittedCost: 1 } },
  })
  const pax8 = new Pax8State()
  const unknown = (): number =>
    pax8.subscriptions.table
      .all()
      .filter(({ quantity, partnerCost }) => quantity === undefined || partnerCost === undefined).length
  playUntil(odd, '2026-09-30', pax8)
  expect(unknown()).toBeGreaterThan(5)
  playUntil(odd, '2026-10-01', pax8)
  expect(unknown()).toBe(0)
})

test('another MSP cannot be played into the same records', () => {
  const pax8 = playedTo('2026-09-01')
  const other = generateMsp({ seed: 8, clients: 1, months: 1 })
  expect(() => playUntil(other, '2026-09-02', pax8)).toThrow(InvalidInput)
})

test('a text that is no day is refused', () => {
  expect(() => playUntil(msp, 'tomorrow', new Pax8State())).toThrow('"tomorrow" is no day')
})
