import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectLines, hold, scenario, synced, timeline, type Scenario } from '../../../test/helpers/billing-scenario.ts'
import type { BillingRules } from '../../domain/billing-config.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { PricePolicy, TierMode } from '../../domain/price-policy.ts'
import { compareDecimals, decimal } from '../../money/decimal.ts'
import { money } from '../../money/money.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'

/** Each amount below was worked out by hand; the working stands beside it. October has 31 days; a seat costs 25.19. */
function invoiceOf(sketch: Scenario): Invoice | undefined {
  return prepareDryRun(scenario(sketch)).clients[0]?.invoice
}

const held = (quantity: string, list?: string): ReturnType<typeof timeline> =>
  timeline('s-1', [{ from: '2025-01-01', quantity, ...(list === undefined ? {} : { list }) }])

/** 9 seats until 13 October, `then` from the 14th on. */
const changing = (then: string): ReturnType<typeof timeline> =>
  timeline('s-1', [
    { from: '2025-01-01', quantity: '9' },
    { from: '2026-10-14', quantity: then },
  ])

/** Up to 10 at 20.00, up to 20 at 18.00, all further at 15.00. */
const tiers = (mode: TierMode): PricePolicy => ({
  policy: 'tiers',
  mode,
  steps: [
    { upTo: decimal('10'), unitPrice: money('20', 'USD') },
    { upTo: decimal('20'), unitPrice: money('18', 'USD') },
    { upTo: undefined, unitPrice: money('15', 'USD') },
  ],
})

describe('tiers', () => {
  test('graduated: each tier is a line of its own units', () => {
    // 10 x 20 + 10 x 18 + 5 x 15 = 455.00
    const invoice = invoiceOf({ price: tiers('graduated'), timelines: [held('25')] })
    expectLines(invoice, [
      { quantity: 10, amount: '200.00', unitPrice: '20.00' },
      { quantity: 10, amount: '180.00', unitPrice: '18.00' },
      { quantity: 5, amount: '75.00', unitPrice: '15.00' },
    ])
    expect(invoice?.total).toBe('455.00')
  })

  test('graduated: two subscriptions fill the tiers together', () => {
    // 6 + 6: 10 x 20.00 + 2 x 18.00 = 236.00
    const timelines = ['s-1', 's-2'].map((id) => timeline(id, [{ from: '2025-01-01', quantity: '6' }]))
    expectLines(invoiceOf({ price: tiers('graduated'), timelines }), [
      { quantity: 10, amount: '200.00', unitPrice: '20.00' },
      { quantity: 2, amount: '36.00', unitPrice: '18.00' },
    ])
  })

  test('graduated: seats added inside the month are billed at the tiers that they fall in', () => {
    // 1 x 20 x 18 / 31 = 11.6129; 2 x 18 x 18 / 31 = 20.9032
    expectLines(invoiceOf({ price: tiers('graduated'), timelines: [changing('12')] }), [
      { quantity: 9, amount: '180.00', unitPrice: '20.00' },
      { quantity: 1, amount: '11.61', unitPrice: '20.00', servicePeriod: ['2026-10-14', '2026-11-01'] },
      { quantity: 2, amount: '20.90', unitPrice: '18.00', servicePeriod: ['2026-10-14', '2026-11-01'] },
    ])
  })

  test('graduated: a leaver is credited at the tier that it falls out of', () => {
    // 12 to 9: -2 x 18 x 18 / 31 = -20.9032, -1 x 20 x 18 / 31 = -11.6129
    const steps = [
      { from: '2025-01-01', quantity: '12' },
      { from: '2026-10-14', quantity: '9' },
    ]
    expectLines(invoiceOf({ price: tiers('graduated'), timelines: [timeline('s-1', steps)] }), [
      { quantity: 10, amount: '200.00', unitPrice: '20.00' },
      { quantity: 2, amount: '36.00', unitPrice: '18.00' },
      { quantity: -1, amount: '-11.61', unitPrice: '20.00' },
      { quantity: -2, amount: '-20.90', unitPrice: '18.00' },
    ])
  })

  test('graduated on a line that another follows within the month, with a subscription that left and one that grew', () => {
    // 1 to 9 Oct 12 units, 10 to 13 Oct 14, 14 to 20 Oct 8: held at 5.00 from the 21st on, when 8 are held.
    // 12: 236; 14: 272; 8: 160. 236 x 9/31 + 272 x 4/31 + 160 x 7/31 = (2124 + 1088 + 1120) / 31 = 139.7419; 8 x 5 x 11/31 = 14.1935
    const line = synced('line-1', { rules: { price: tiers('graduated') } })
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '6' },
        { from: '2026-10-10', quantity: '8' },
      ]),
      timeline('s-2', [
        { from: '2025-01-01', quantity: '6' },
        { from: '2026-10-14', inForce: false },
      ]),
    ]
    const tiersUntil = invoiceOf({
      lines: [
        { ...line, until: '2026-10-21' },
        { ...synced('line-2', { rules: { price: hold('5.00') } }), from: '2026-10-21' },
      ],
      timelines,
    })
    const billed = (tiersUntil?.lines ?? [])
      .map(({ amount }) => Number(amount))
      .reduce((sum, amount) => sum + amount, 0)
    expect(Math.abs(billed - 153.9355)).toBeLessThan(0.05)
  })

  test('volume: the whole quantity is billed at the price of its tier', () => {
    // 10 is the last unit of the first tier; 11 x 18 = 198
    expectLines(invoiceOf({ price: tiers('volume'), timelines: [held('10')] }), [{ quantity: 10, amount: '200.00' }])
    expectLines(invoiceOf({ price: tiers('volume'), timelines: [held('11')] }), [{ quantity: 11, amount: '198.00' }])
  })

  test('volume: a change into another tier splits the month where it happens', () => {
    // 9 x 20 x 13 / 31 = 75.4839; 12 x 18 x 18 / 31 = 125.4194
    expectLines(invoiceOf({ price: tiers('volume'), timelines: [changing('12')] }), [
      { quantity: 9, amount: '75.48', unitPrice: '20.00', servicePeriod: ['2026-10-01', '2026-10-14'] },
      { quantity: 12, amount: '125.42', unitPrice: '18.00', servicePeriod: ['2026-10-14', '2026-11-01'] },
    ])
  })

  test('volume: a change within one tier is a dated adjustment like any other', () => {
    // 1 x 20 x 18 / 31 = 11.6129
    expectLines(invoiceOf({ price: tiers('volume'), timelines: [changing('10')] }), [
      { quantity: 9, amount: '180.00' },
      { quantity: 1, amount: '11.61' },
    ])
  })

  test('volume by months of 30 days: the two parts of the month make 30', () => {
    // 9 x 20 x 12 / 30 = 72.00; 12 x 18 x 18 / 30 = 129.60
    const house: BillingRules = { dayCount: 'fixed-30' }
    expectLines(invoiceOf({ house, price: tiers('volume'), timelines: [changing('12')] }), [
      { quantity: 9, amount: '72.00' },
      { quantity: 12, amount: '129.60' },
    ])
  })

  test('graduated with a line for each stretch of days', () => {
    // 9 x 20 x 13 / 31 = 75.4839; 2 x 18 x 18 / 31 = 20.9032; 10 x 20 x 18 / 31 = 116.1290
    const house: BillingRules = { shape: 'stretches' }
    expectLines(invoiceOf({ house, price: tiers('graduated'), timelines: [changing('12')] }), [
      { quantity: 9, amount: '75.48', unitPrice: '20.00' },
      { quantity: 10, amount: '116.13', unitPrice: '20.00' },
      { quantity: 2, amount: '20.90', unitPrice: '18.00' },
    ])
  })

  test('graduated over a minimum quantity: the units that nobody holds fall in tiers too', () => {
    // 12 billed: 10 x 20.00 + 2 x 18.00
    const house: BillingRules = { minimumQuantity: decimal('12') }
    expectLines(invoiceOf({ house, price: tiers('graduated'), timelines: [held('9')] }), [
      { quantity: 10, amount: '200.00', unitPrice: '20.00' },
      { quantity: 2, amount: '36.00', unitPrice: '18.00' },
    ])
  })

  test('graduated for a yearly term: the whole term at the tiers, and a change within it for the rest of it', () => {
    // 9 x 20 = 180.00 on 14 October 2026; three more from 24 October on for 355 of 365 days:
    // 2 x 18 x 355 / 365 = 35.0137; 1 x 20 x 355 / 365 = 19.4521
    const steps = [
      { from: '2026-10-14', quantity: '9', term: 'annual' as const },
      { from: '2026-10-24', quantity: '12' },
    ]
    expectLines(invoiceOf({ price: tiers('graduated'), timelines: [timeline('s-1', steps)] }), [
      { quantity: 9, amount: '180.00', servicePeriod: ['2026-10-14', '2027-10-14'] },
      { quantity: 1, amount: '19.45', servicePeriod: ['2026-10-24', '2027-10-14'] },
      { quantity: 2, amount: '35.01', servicePeriod: ['2026-10-24', '2027-10-14'] },
    ])
  })

  test('more units never cost less by graduated tiers', () => {
    const totalOf = (quantity: number): string =>
      invoiceOf({ price: tiers('graduated'), timelines: [held(String(quantity))] })?.total ?? '0'
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (a, b) => {
        const [less, more] = a <= b ? [a, b] : [b, a]
        return compareDecimals(decimal(totalOf(less)), decimal(totalOf(more))) <= 0
      }),
      { numRuns: 60 },
    )
  })
})
