import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectLines, hold, scenario, synced, timeline, type Scenario } from '../../../test/helpers/billing-scenario.ts'
import type { BillingRules } from '../../domain/billing-config.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { PricePolicy } from '../../domain/price-policy.ts'
import { compareDecimals, decimal } from '../../money/decimal.ts'
import { money } from '../../money/money.ts'
import { explainLine } from '../explain.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'

/** Each amount below was worked out by hand; the working stands beside it. October has 31 days; a seat costs 25.19. */
function invoiceOf(sketch: Scenario): Invoice | undefined {
  return prepareDryRun(scenario(sketch)).clients[0]?.invoice
}

function codes(sketch: Scenario): string[] {
  return (prepareDryRun(scenario(sketch)).clients[0]?.anomalies ?? []).map(({ code }) => code)
}

const held = (quantity: string, list?: string): ReturnType<typeof timeline> =>
  timeline('s-1', [{ from: '2025-01-01', quantity, ...(list === undefined ? {} : { list }) }])

const withRules = (rules: BillingRules): Scenario => ({ lines: [synced('line-1', { rules })] })

/** 9 seats until 13 October, `then` from the 14th on. */
const changing = (then: string): ReturnType<typeof timeline> =>
  timeline('s-1', [
    { from: '2025-01-01', quantity: '9' },
    { from: '2026-10-14', quantity: then },
  ])

describe('prices made from the cost', () => {
  test('cost plus 4.00 a unit, and a seat of 18 days', () => {
    // 25.19 + 4.00 = 29.19; x 9 = 262.71; x 18 / 31 = 16.9490
    const price: PricePolicy = { policy: 'markup-amount', amount: money('4', 'USD') }
    const invoice = invoiceOf({ price, timelines: [changing('10')] })
    expectLines(invoice, [
      { quantity: 9, amount: '262.71', unitPrice: '29.19' },
      { quantity: 1, amount: '16.95', unitPrice: '29.19' },
    ])
    expect(explainLine(invoice?.lines[1] ?? expect.fail(), 'USD').sentence).toBe(
      '1 seat added 14 Oct, in force 18 of 31 days, at 29.19 (cost 25.19 + 4.00, house rule) = 16.949 -> 16.95',
    )
  })

  test('a margin of 25 percent makes an endless price, which is rounded with the line alone', () => {
    // 25.19 / 0.75 = 33.58666...; three of them are 25.19 x 4 = 100.76
    const price: PricePolicy = { policy: 'margin', percent: decimal('25') }
    const invoice = invoiceOf({ price, timelines: [held('3')] })
    expectLines(invoice, [{ quantity: 3, amount: '100.76', unitPrice: '33.5866666667' }])
    expect(explainLine(invoice?.lines[0] ?? expect.fail(), 'USD').sentence).toBe(
      '3 seats for 1 Oct to 31 Oct, at 33.5866666667 (cost 25.19 / 0.75, house rule) = 100.76',
    )
  })

  test('half a cent that only the endless price makes is rounded up', () => {
    // 0.01 / 0.30 = 0.0333...; x 0.15 = 0.005 exactly. Ten places of the price would make 0.00499...
    const price: PricePolicy = { policy: 'margin', percent: decimal('70') }
    const timelines = [timeline('s-1', [{ from: '2025-01-01', quantity: '0.15', cost: '0.01' }])]
    expectLines(invoiceOf({ price, timelines }), [{ quantity: '0.15', amount: '0.01' }])
  })

  test('the list price less 12.5 percent', () => {
    // 30.00 x 0.875 = 26.25; x 17 = 446.25
    const price: PricePolicy = { policy: 'list-less', percent: decimal('12.5') }
    const invoice = invoiceOf({ price, timelines: [held('17', '30.00')] })
    expectLines(invoice, [{ quantity: 17, amount: '446.25', unitPrice: '26.25' }])
    expect(explainLine(invoice?.lines[0] ?? expect.fail(), 'USD').sentence).toBe(
      '17 seats for 1 Oct to 31 Oct, at 26.25 (list price 30.00 x 0.875, house rule) = 446.25',
    )
  })

  test('an unknown list price blocks the price that is made from it', () => {
    const price: PricePolicy = { policy: 'list-less', percent: decimal('12.5') }
    expect(codes({ price, timelines: [held('17')] })).toContain('unknown-cost')
  })

  test('an amount a unit in another currency than the client’s bills nothing', () => {
    const price: PricePolicy = { policy: 'markup-amount', amount: money('4', 'EUR') }
    expect(invoiceOf({ price, timelines: [held('3')] })).toBeUndefined()
    expect(codes({ price, timelines: [held('3')] })).toContain('currency-mismatch')
  })
})

describe('discounts and minimum charges', () => {
  test('10 percent off the unit price, then 5.00 off the line', () => {
    // 30.228 x 0.90 = 27.2052; x 17 = 462.4884; 462.49 - 5.00 = 457.49
    const discounts = [{ percent: decimal('10') }, { amount: money('5.00', 'USD') }]
    const invoice = invoiceOf({ ...withRules({ discounts }), timelines: [held('17')] })
    expectLines(invoice, [
      { quantity: 17, amount: '462.49', unitPrice: '27.2052' },
      { quantity: -1, amount: '-5.00', unitPrice: '5.00' },
    ])
    expect(invoice?.total).toBe('457.49')
    expect((invoice?.lines ?? []).map((line) => explainLine(line, 'USD').sentence)).toEqual([
      '17 seats for 1 Oct to 31 Oct, at 27.2052 (cost 25.19 x 1.20 x 0.90, house rule) = 462.4884 -> 462.49',
      'Discount of 5.00 USD a period (line rule): 5.00 off 462.49 = -5.00',
    ])
  })

  test('10 percent and then 5 percent leave 85.5 percent', () => {
    // 20.00 x 0.90 x 0.95 = 17.10
    const discounts = [{ percent: decimal('10') }, { percent: decimal('5') }]
    expectLines(invoiceOf({ ...withRules({ discounts, price: hold('20.00') }), timelines: [held('1')] }), [
      { quantity: 1, amount: '17.10', unitPrice: '17.10' },
    ])
  })

  test('an amount off is at most what the line bills', () => {
    const discounts = [{ amount: money('20.00', 'USD') }, { amount: money('100.00', 'USD') }]
    const invoice = invoiceOf({ ...withRules({ discounts }), timelines: [held('1')] })
    expectLines(invoice, [
      { quantity: 1, amount: '30.23' },
      { quantity: -1, amount: '-20.00' },
      { quantity: -1, amount: '-10.23' },
    ])
    expect(invoice?.total).toBe('0.00')
  })

  test('a minimum charge lifts a line to it, after the discounts', () => {
    // 30.23 - 5.00 = 25.23; 50.00 - 25.23 = 24.77
    const rules = { minimumCharge: money('50', 'USD'), discounts: [{ amount: money('5.00', 'USD') }] }
    const invoice = invoiceOf({ ...withRules(rules), timelines: [held('1')] })
    expectLines(invoice, [
      { quantity: 1, amount: '30.23' },
      { quantity: -1, amount: '-5.00' },
      { quantity: 1, amount: '24.77' },
    ])
    expect(explainLine(invoice?.lines[2] ?? expect.fail(), 'USD').sentence).toBe(
      'Minimum charge of 50.00 USD a period (line rule): 50.00 - 25.23 = 24.77',
    )
  })

  test('no units, no minimum charge', () => {
    const rules = { minimumCharge: money('50', 'USD') }
    expect(invoiceOf({ ...withRules(rules), timelines: [held('0')] })).toBeUndefined()
  })

  test('a minimum in another currency than the client’s blocks the line', () => {
    const sketch = { ...withRules({ minimumCharge: money('50', 'EUR') }), timelines: [held('1')] }
    expect(invoiceOf(sketch)).toBeUndefined()
    expect(codes(sketch)).toContain('currency-mismatch')
  })

  test('whatever is taken off, a line never bills less than nothing', () => {
    const discount = fc.oneof(
      fc.integer({ min: 0, max: 100 }).map((percent) => ({ percent: decimal(String(percent)) })),
      fc
        .integer({ min: 0, max: 90_000 })
        .map((cents) => ({ amount: money({ units: BigInt(cents), scale: 2 }, 'USD') })),
    )
    fc.assert(
      fc.property(fc.array(discount, { maxLength: 4 }), fc.integer({ min: 0, max: 20 }), (discounts, units) => {
        const invoice = invoiceOf({ ...withRules({ discounts }), timelines: [held(String(units))] })
        return compareDecimals(decimal(invoice?.total ?? '0'), decimal('0')) >= 0
      }),
      { numRuns: 60 },
    )
  })
})

describe('when a changed cost takes effect', () => {
  /** 25.19 until 13 October, 26.00 from the 14th on: 30.228 and 31.20 at a markup of 20 percent. */
  const dearer = (more: Partial<Parameters<typeof timeline>[2]> = {}): ReturnType<typeof timeline> =>
    timeline(
      's-1',
      [
        { from: '2025-01-20', quantity: '1', commitment: '1-year' },
        { from: '2026-10-14', cost: '26.00' },
      ],
      more,
    )

  test('at once: the month is split on the day of the change', () => {
    // 30.228 x 13 / 31 = 12.6763; 31.20 x 18 / 31 = 18.1161
    expectLines(invoiceOf({ ...withRules({ follow: 'at-once' }), timelines: [dearer()] }), [
      { quantity: 1, amount: '12.68', unitPrice: '30.228' },
      { quantity: 1, amount: '18.12', unitPrice: '31.20' },
    ])
  })

  test('from the next period: this month keeps the cost of its first day', () => {
    const rules = withRules({ follow: 'next-period' })
    const october = invoiceOf({ ...rules, timelines: [dearer()] })
    expectLines(october, [{ quantity: 1, amount: '30.23', unitPrice: '30.228' }])
    expectLines(invoiceOf({ ...rules, month: '2026-11', timelines: [dearer()] }), [{ quantity: 1, amount: '31.20' }])
  })

  test('after 10 days’ notice: the month is split on the 24th', () => {
    // 30.228 x 23 / 31 = 22.4272; 31.20 x 8 / 31 = 8.0516
    expectLines(invoiceOf({ ...withRules({ follow: { noticeDays: 10 } }), timelines: [dearer()] }), [
      { quantity: 1, amount: '22.43', unitPrice: '30.228', servicePeriod: ['2026-10-01', '2026-10-24'] },
      { quantity: 1, amount: '8.05', unitPrice: '31.20', servicePeriod: ['2026-10-24', '2026-11-01'] },
    ])
  })

  test('from the next term: a commitment of a year keeps the cost of its first day until its anniversary', () => {
    // 20 January 2027: 30.228 x 19 / 31 = 18.5268; 31.20 x 12 / 31 = 12.0774
    const rules = withRules({ follow: 'next-term' })
    expectLines(invoiceOf({ ...rules, timelines: [dearer()] }), [{ quantity: 1, amount: '30.23' }])
    expectLines(invoiceOf({ ...rules, month: '2027-01', timelines: [dearer()] }), [
      { quantity: 1, amount: '18.53', servicePeriod: ['2027-01-01', '2027-01-20'] },
      { quantity: 1, amount: '12.08', servicePeriod: ['2027-01-20', '2027-02-01'] },
    ])
  })

  test('from the next term, when nobody knows when terms begin: a cost that changed blocks', () => {
    const rules = withRules({ follow: 'next-term' })
    const sketch = { ...rules, timelines: [dearer({ before: 'unknown' })] }
    expect(invoiceOf(sketch)).toBeUndefined()
    expect(codes(sketch)).toContain('unknown-billing-term')
  })

  test('the cost of a trial does not go on after it', () => {
    const steps = [
      { from: '2026-10-01', quantity: '1', cost: '0', status: 'trial' as const },
      { from: '2026-10-14', cost: '25.19', status: 'active' as const },
    ]
    // 30.228 x 18 / 31 = 17.5517
    expectLines(invoiceOf({ ...withRules({ follow: { noticeDays: 60 } }), timelines: [timeline('s-1', steps)] }), [
      { quantity: 1, amount: '17.55' },
    ])
  })

  test('an explanation says since when the cost that counts was in force', () => {
    const invoice = invoiceOf({ ...withRules({ follow: 'next-period' }), timelines: [dearer()] })
    const step = invoice?.lines[0]?.reasons.steps.find(({ what }) => what === 'unit price')
    expect(step?.source).toBe(
      'cost + 20 %, house rule; as in force on 20 Jan 2025, followed from the next period (line rule)',
    )
  })
})
