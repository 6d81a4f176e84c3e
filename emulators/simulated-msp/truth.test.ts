import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysBetween, monthSpan } from './calendar.ts'
import { divideHalfUp } from './cents.ts'
import type { ContractBasis } from './contracts/types.ts'
import { generateMsp } from './generate.ts'
import { stretchesOf } from './timeline.ts'
import { truthOf } from './truth.ts'
import { openBooks } from './truth/books.ts'
import { seatLines } from './truth/seat-lines.ts'
import type { ExpectedLine, Truth } from './truth/types.ts'
import type { SimulatedMsp } from './types.ts'

const properties = { numRuns: 10 }
const seeds = fc.integer({ min: 0, max: 1_000_000 })
const msp = generateMsp({ seed: 7, clients: 60, months: 3 })
const truth = truthOf(msp)

function bearCreekUnder(basis: ContractBasis): (string | number)[][] {
  const [subscription] = msp.subscriptions
  const line = msp.contracts.clients[0]?.lines[0]
  if (subscription === undefined || line === undefined) return []
  const lines = seatLines({
    line,
    terms: { basis, price: { policy: 'markup', markupPercent: 20 } },
    subscriptionId: subscription.subscriptionId,
    course: stretchesOf(subscription),
    month: monthSpan('2026-10'),
  })
  return lines.map(({ quantity, unitPrice, days, amountCents }) => [quantity, unitPrice ?? '', days, amountCents])
}

test('Bear Creek is billed 17 seats by either end of the month, and 17 plus three days of one seat by the day', () => {
  expect(bearCreekUnder('whole-at-start')).toEqual([['17', '12.4800', 31, 21_216]])
  expect(bearCreekUnder('whole-at-end')).toEqual([['17', '12.4800', 31, 21_216]])
  // 12.48 x 20/31 = 8.0516…, 12.48 x 17/31 = 6.8438…
  expect(bearCreekUnder('daily')).toEqual([
    ['17', '12.4800', 31, 21_216],
    ['1', '12.4800', 20, 805],
    ['-1', '12.4800', 17, -684],
  ])
})

test('every cent of every distributor invoice has a class', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const some = generateMsp({ seed, clients: 20, months: 3, salesTaxPermille: 60 })
      const charges = new Map(
        some.distributorInvoices.flatMap((invoice) => invoice.charges).map((c) => [c.chargeId, c]),
      )
      for (const { distributorInvoices } of truthOf(some).months) {
        for (const invoice of distributorInvoices) {
          expect([...invoice.classes.values()].reduce((sum, cents) => sum + cents, 0)).toBe(invoice.totalCents)
          for (const { chargeId, parts } of invoice.charges) {
            const charge = charges.get(chargeId)
            const cents = parts.reduce((sum, part) => sum + part.cents, 0)
            expect(cents).toBe((charge?.costCents ?? 0) + (charge?.taxCents ?? 0))
          }
        }
      }
    }),
    properties,
  )
})

test('an expected invoice totals its lines', () => {
  for (const { invoices } of truth.months) {
    for (const { lines, totalCents } of invoices) {
      expect(lines.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(totalCents)
    }
  }
})

test('billed by the day, the lines come within a cent each of every single day added up', () => {
  const books = openBooks(msp)
  let compared = 0
  for (const contract of msp.contracts.clients) {
    if (contract.rules.quantityBasis !== 'daily' || contract.currency !== 'USD') continue
    for (const { subscription, course } of books.holdingsByCompany.get(contract.companyId) ?? []) {
      const lines = linesOf(truth, '2026-10', contract.clientId, subscription.subscriptionId)
      if (lines.length < 2 || subscription.billingTerm === 'Annual') continue
      const own = course.filter(({ companyId }) => companyId === contract.companyId)
      const span = monthSpan('2026-10')
      const weighted = own.reduce((sum, { from, until, quantity, unitCostCents, isTrial }) => {
        const start = from > span.start ? from : span.start
        const end = until < span.end ? until : span.end
        return start < end && !isTrial ? sum + quantity * unitCostCents * daysBetween(start, end) : sum
      }, 0)
      const cost = lines.reduce((sum, { costCents }) => sum + costCents, 0)
      expect(Math.abs(cost - divideHalfUp(weighted, span.days))).toBeLessThanOrEqual(lines.length)
      compared += 1
    }
  }
  expect(compared).toBeGreaterThan(2)
})

test('a quiet MSP ties out except for timing, proration, use and its own subscriptions', () => {
  const quiet = truthOf(generateMsp({ seed: 3, clients: 60, months: 3, quiet: true }))
  const classes = quiet.months.flatMap(({ distributorInvoices }) =>
    distributorInvoices.flatMap((i) => [...i.classes.keys()]),
  )
  const usual = ['internal-use', 'proration', 'rounding', 'ties-out', 'timing', 'usage']
  expect([...new Set(classes)].filter((name) => !usual.includes(name))).toEqual([])
  expect(quiet.leaks).toEqual([])
  expect(quiet.months.flatMap(({ anomalies }) => anomalies)).toEqual([])
})

test('what leaks is what the invoices charge for it, and all of that is bought and not billed', () => {
  const charged = (wanted: string, ids: ReadonlySet<string>): number =>
    countedCharges(msp, wanted)
      .filter(({ subscriptionId }) => subscriptionId !== undefined && ids.has(subscriptionId))
      .reduce((sum, { costCents }) => sum + costCents, 0)
  const ids = new Set(truth.leaks.map(({ subscriptionId }) => subscriptionId))
  expect(ids.size).toBeGreaterThan(3)
  for (const { month, distributorInvoices } of truth.months) {
    const leaked = truth.leaks.reduce((sum, leak) => sum + (leak.costCentsByMonth.get(month) ?? 0), 0)
    expect(leaked).toBe(charged(month, ids))
    const parts = new Map(distributorInvoices.flatMap(({ charges }) => charges).map((c) => [c.chargeId, c.parts]))
    for (const { chargeId, subscriptionId } of countedCharges(msp, month)) {
      if (subscriptionId === undefined || !ids.has(subscriptionId)) continue
      expect(parts.get(chargeId)?.map((part) => part.class)).toEqual(['bought-not-billed'])
    }
  }
})

test('a forgotten charge ties out a month later', () => {
  const missed = msp.subscriptions.filter(({ missedMonths }) => missedMonths.includes('2026-09'))
  expect(missed.length).toBeGreaterThan(0)
  for (const { subscriptionId } of missed) {
    const of = (month: string): readonly string[] =>
      countedCharges(msp, month).flatMap((charge) => (charge.subscriptionId === subscriptionId ? [charge.from] : []))
    expect(of('2026-09')).toEqual([])
    expect(of('2026-10')).toContain('2026-09-01')
  }
})

test('each seeded exception that a dry run must see is among the expected anomalies', () => {
  const flagged = (code: string): Set<string> =>
    new Set(truth.months.flatMap(({ anomalies }) => anomalies).flatMap((a) => (a.code === code ? [a.subject.id] : [])))
  const seeded = (kind: string): string[] =>
    msp.happenings.flatMap((h) => (h.kind === kind ? [h.subscriptionId ?? h.companyId ?? ''] : []))
  expect([...flagged('unmapped-client')].sort()).toEqual(seeded('unmapped-client').sort())
  const products = msp.happenings.flatMap((h) => (h.kind === 'unmapped-product' ? [h.productId ?? ''] : []))
  expect([...flagged('unmapped-product')].sort()).toEqual([...new Set(products)].sort())
  expect([...flagged('subscription-on-no-line')].sort()).toEqual(seeded('forgotten-line').sort())
  expect([...flagged('unknown-quantity')].sort()).toEqual(seeded('omitted-quantity').sort())
})

function countedCharges(of: SimulatedMsp, month: string): SimulatedMsp['distributorInvoices'][number]['charges'] {
  return of.distributorInvoices
    .filter((invoice) => invoice.month === month && invoice.creditedAt === undefined)
    .flatMap(({ charges }) => charges)
}

function linesOf(of: Truth, month: string, clientId: string, subscriptionId: string): readonly ExpectedLine[] {
  const invoices = of.months.find((one) => one.month === month)?.invoices
  const lines = invoices?.find((invoice) => invoice.clientId === clientId)?.lines ?? []
  return lines.filter((line) => line.subscriptionId === subscriptionId && line.model === 'per-seat')
}
