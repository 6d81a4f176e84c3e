import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/support/failure.ts'
import { generateMsp } from './generate.ts'
import { mostLines } from './settings.ts'
import { stretchesOf } from './timeline.ts'
import type { HappeningKind, SimulatedMsp } from './types.ts'

const sizes = { clients: 60, months: 3 }
const properties = { numRuns: 12 }
const seeds = fc.integer({ min: 0, max: 1_000_000 })

function digest(msp: SimulatedMsp): string {
  return createHash('sha256').update(JSON.stringify(msp)).digest('hex')
}

test('the same seed and sizes give the same bytes', () => {
  expect(digest(generateMsp({ seed: 7, ...sizes }))).toBe(digest(generateMsp({ seed: 7, ...sizes })))
})

test('another seed gives another MSP', () => {
  expect(digest(generateMsp({ seed: 7, ...sizes }))).not.toBe(digest(generateMsp({ seed: 8, ...sizes })))
})

test('more months change nothing in the invoices of the months before', () => {
  const two = generateMsp({ seed: 7, clients: 60, months: 2 }).distributorInvoices
  const four = generateMsp({ seed: 7, clients: 60, months: 4 }).distributorInvoices
  expect(four.slice(0, two.length)).toEqual(two)
})

test('Bear Creek Winery has 17 seats at both ends of the second month, and 18 from the 12th to the 14th', () => {
  const msp = generateMsp({ seed: 7, ...sizes })
  const [company] = msp.companies
  const [subscription] = msp.subscriptions
  expect(company?.name).toBe('Bear Creek Winery')
  expect(subscription?.companyId).toBe(company?.companyId)
  const course = subscription === undefined ? [] : stretchesOf(subscription)
  const seats = course.map(({ from, until, quantity }) => [from.slice(0, 7), until, quantity])
  expect(seats.slice(-3)).toEqual([
    [subscription?.startDay.slice(0, 7), '2026-10-12', 17],
    ['2026-10', '2026-10-15', 18],
    ['2026-10', '9999-12-31', 17],
  ])
})

test('the distributor charges Bear Creek 18 seats for three days, in arrears', () => {
  const msp = generateMsp({ seed: 7, ...sizes, frequencies: { invoice: { credited: 0 } } })
  const id = msp.subscriptions[0]?.subscriptionId
  const october = msp.distributorInvoices.find(({ month }) => month === '2026-10')
  const charges = october?.charges.filter(({ subscriptionId }) => subscriptionId === id)
  // 17 x 10.40 = 176.80. Before Carla, 11 of 31 days of one seat less: -3.69. The sum is 10.40 x (17 + 3/31) = 177.81.
  expect(charges?.map(({ type, quantity, costCents }) => [type, quantity, costCents])).toEqual([
    ['subscription', '17', 17_680],
    ['prorate', '-1', -369],
    ['prorate', '1', 470],
  ])
})

test('60 clients give about 480 billing lines and 25 exceptions a month', () => {
  const msp = generateMsp({ seed: 7, ...sizes })
  const lines = msp.contracts.clients.reduce((sum, { lines: own }) => sum + own.length, 0)
  expect(lines).toBeGreaterThan(450)
  expect(lines).toBeLessThan(580)
  const october = msp.happenings.filter(({ exception, day }) => exception && day.startsWith('2026-10'))
  expect(october.length).toBeGreaterThan(12)
  expect(october.length).toBeLessThan(45)
})

test('a quiet MSP has hires and leavers and no exception', () => {
  const msp = generateMsp({ seed: 7, ...sizes, quiet: true })
  const kinds = new Set(msp.happenings.map(({ kind }) => kind))
  expect(kinds).toContain('hire')
  expect(kinds).toContain('leaver')
  expect(msp.happenings.filter(({ exception }) => exception)).toEqual([])
})

test('everything that can happen does happen for some seed', () => {
  const seen = new Set<HappeningKind>()
  for (let seed = 0; seed < 6; seed += 1) {
    for (const { kind } of generateMsp({ seed, clients: 150, months: 3 }).happenings) seen.add(kind)
  }
  expect([...seen].sort()).toEqual([...everyKind].sort())
})

test('names are each there once, and some have apostrophes, ampersands and letters beyond ASCII', () => {
  const { companies } = generateMsp({ seed: 7, clients: 6000, months: 1, linesPerClient: 2, quiet: true })
  expect(new Set(companies.map(({ name }) => name)).size).toBe(companies.length)
  expect(new Set(companies.map(({ slug }) => slug)).size).toBe(companies.length)
  const few = companies.slice(0, 60).map(({ name }) => name)
  for (const letters of [/'/, /&/, /[À-ž]/]) expect(few.some((name) => letters.test(name))).toBe(true)
})

test('an invoice totals what its charges cost, tax included', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const msp = generateMsp({ seed, clients: 20, months: 2, salesTaxPermille: 83 })
      for (const { totalCents, charges } of msp.distributorInvoices) {
        expect(totalCents).toBe(charges.reduce((sum, { costCents, taxCents }) => sum + costCents + taxCents, 0))
      }
    }),
    properties,
  )
})

test('a subscription is never in force with a quantity below one, nor before its start', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const subscription of generateMsp({ seed, clients: 20, months: 4 }).subscriptions) {
        for (const stretch of stretchesOf(subscription)) {
          expect(stretch.quantity).toBeGreaterThan(0)
          expect(stretch.from >= subscription.startDay).toBe(true)
          expect(stretch.from < stretch.until).toBe(true)
        }
      }
    }),
    properties,
  )
})

test('nothing happens to a subscription before it starts or after it has ended, and in order', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const { events, startDay } of generateMsp({ seed, clients: 20, months: 4 }).subscriptions) {
        const times = events.map(({ at }) => at)
        expect(times).toEqual([...times].sort())
        for (const at of times) expect(at.slice(0, 10) >= startDay).toBe(true)
        const last = events.findLastIndex(({ kind }) => kind === 'end')
        expect(last === -1 || last === events.length - 1).toBe(true)
      }
    }),
    properties,
  )
})

test('a seat under a yearly commitment is only given back within a week of an addition', () => {
  const msp = generateMsp({ seed: 3, clients: 200, months: 3 })
  for (const { subscriptionId, commitmentTerm, quantity, events } of msp.subscriptions.slice(1)) {
    if (commitmentTerm !== '1-Year') continue
    const held = [quantity, ...events.flatMap((event) => (event.kind === 'quantity' ? [event.quantity] : []))]
    expect([subscriptionId, held]).toEqual([subscriptionId, [...held].sort((a, b) => a - b)])
  }
})

test.each([
  [{ seed: 1, clients: 0, months: 1 }, 'clients'],
  [{ seed: 1, clients: 1.5, months: 1 }, 'clients'],
  [{ seed: 1, clients: 1, months: 0 }, 'months'],
  [{ seed: 1, clients: 1, months: 1, linesPerClient: mostLines + 1 }, 'linesPerClient'],
  [{ seed: 1, clients: 1, months: 1, firstMonth: '2026-13' }, 'firstMonth'],
])('sizes that no MSP can have are refused: %o', (options, name) => {
  expect(() => generateMsp(options)).toThrow(InvalidInput)
  expect(() => generateMsp(options)).toThrow(name)
})

const everyKind: readonly HappeningKind[] = [
  ...(['hire', 'leaver', 'quantity-jump', 'new-subscription', 'second-commitment', 'cancellation'] as const),
  ...(['future-cancellation', 'pending-cancellation', 'resurrection', 'trial-started', 'trial-converted'] as const),
  ...(['price-rise', 'price-rise-at-renewal', 'price-held-below-cost', 'product-rename', 'product-swap'] as const),
  ...(['migration', 'one-time-fee', 'missed-charge', 'forgotten-line', 'unmapped-product', 'unmapped-client'] as const),
  ...(['omitted-quantity', 'omitted-cost', 'pending-but-running', 'zero-cost-line', 'foreign-currency'] as const),
  ...(['currency-mismatch', 'ledger-customer-missing', 'child-partner', 'internal-use', 'annual-billing'] as const),
  ...(['usage', 'rebate', 'service-charge', 'credited-invoice'] as const),
]
