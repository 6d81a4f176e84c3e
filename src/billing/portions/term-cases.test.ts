import { describe, expect, test } from 'vitest'
import {
  charge,
  expectLines,
  hold,
  item,
  manual,
  scenario,
  synced,
  timeline,
  type Scenario,
  type StepSketch,
} from '../../../test/helpers/billing-scenario.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'

/** Each amount was worked out by hand. A unit is held at 30.00 a month, a yearly one at 100.00 a year. */
function invoiceOf(sketch: Scenario): Invoice | undefined {
  return prepareDryRun(scenario({ price: hold('30.00'), ...sketch })).clients[0]?.invoice
}

function codes(sketch: Scenario): string[] {
  const [client] = prepareDryRun(scenario({ price: hold('30.00'), ...sketch })).clients
  return (client?.anomalies ?? []).map(({ code }) => code)
}

describe('months of a subscription’s own', () => {
  const house = { servicePeriods: 'anniversary' as const }
  const from15th = (...steps: readonly StepSketch[]) => timeline('s-1', steps, { billingStart: '2026-01-15' })
  const five = { from: '2026-01-15', quantity: '5' }

  test('from the 15th to the 15th is billed whole in the month in which it begins', () => {
    expectLines(invoiceOf({ house, timelines: [from15th(five)] }), [
      { quantity: 5, amount: '150.00', servicePeriod: ['2026-10-15', '2026-11-15'] },
    ])
  })

  test('a seat added on the 5th pays the 10 of 30 days that its month has left', () => {
    // 15 September to 15 October is 30 days: 30.00 x 10 / 30
    const timelines = [from15th(five, { from: '2026-10-05', quantity: '6' })]
    expectLines(invoiceOf({ house, timelines }), [
      { quantity: 1, amount: '10.00', servicePeriod: ['2026-10-05', '2026-10-15'] },
      { quantity: 6, amount: '180.00', servicePeriod: ['2026-10-15', '2026-11-15'] },
    ])
  })

  test('a seat that leaves on the 25th is credited 21 of 31 days', () => {
    // 15 October to 15 November is 31 days: 30.00 x 21 / 31 = 20.3226
    const timelines = [from15th(five, { from: '2026-10-25', quantity: '4' })]
    expectLines(invoiceOf({ house, timelines }), [
      { quantity: 5, amount: '150.00' },
      { quantity: -1, amount: '-20.32', servicePeriod: ['2026-10-25', '2026-11-15'] },
    ])
  })

  test('from the 31st keeps to the ends of short months', () => {
    const timelines = [timeline('s-1', [{ from: '2026-01-31', quantity: '1' }], { billingStart: '2026-01-31' })]
    const services = ['2026-01', '2026-02', '2026-03', '2026-04'].map(
      (month) => invoiceOf({ month, house, timelines })?.lines[0]?.servicePeriod,
    )
    expect(services).toEqual([
      { start: '2026-01-31', end: '2026-02-28' },
      { start: '2026-02-28', end: '2026-03-31' },
      { start: '2026-03-31', end: '2026-04-30' },
      { start: '2026-04-30', end: '2026-05-31' },
    ])
  })

  test('in arrears is billed with the month in which it ends, by what was held', () => {
    // 5 x 30.00 = 150.00 for 15 September to 15 October; one more from 5 October: 30.00 x 10 / 30
    const timelines = [from15th(five, { from: '2026-10-05', quantity: '6' })]
    const late = { ...house, timing: 'arrears' as const }
    expectLines(invoiceOf({ house: late, timelines }), [
      { quantity: 5, amount: '150.00', servicePeriod: ['2026-09-15', '2026-10-15'] },
      { quantity: 1, amount: '10.00', servicePeriod: ['2026-10-05', '2026-10-15'] },
    ])
    expectLines(invoiceOf({ month: '2026-11', house: late, basis: 'peak', timelines }), [
      { quantity: 6, amount: '180.00', servicePeriod: ['2026-10-15', '2026-11-15'] },
    ])
  })

  test('whose first day is not known is not billed', () => {
    const timelines = [timeline('s-1', [{ from: '2026-09-01', quantity: '5' }], { before: 'unknown' })]
    expect(codes({ house, timelines })).toContain('unknown-billing-term')
  })
})

describe('advance and arrears', () => {
  test('stand side by side on one invoice, each with its own days', () => {
    const items = [item('i-1', [{}]), item('i-2', [{ productId: 'p-2' }])]
    const lines = [synced('seats'), synced('backup', { itemId: 'i-2', rules: { timing: 'arrears' } })]
    const timelines = [
      timeline('s-1', [{ from: '2025-01-01', quantity: '17' }]),
      timeline('s-2', [
        { from: '2025-01-01', quantity: '4', product: 'p-2' },
        { from: '2026-10-20', quantity: '9' },
      ]),
    ]
    expectLines(invoiceOf({ items, lines, timelines }), [
      { quantity: 17, amount: '510.00', servicePeriod: ['2026-10-01', '2026-11-01'] },
      { quantity: 4, amount: '120.00', servicePeriod: ['2026-09-01', '2026-10-01'] },
    ])
  })

  test('a subscription that ended last month is still billed in arrears', () => {
    // 5 x 30.00 x 11 / 30 = 55.00 are credited from 20 September
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '5' },
        { from: '2026-09-20', inForce: false },
      ]),
    ]
    const sketch = { house: { timing: 'arrears' as const }, timelines }
    expectLines(invoiceOf(sketch), [
      { quantity: 5, amount: '150.00' },
      { quantity: -5, amount: '-55.00', servicePeriod: ['2026-09-20', '2026-10-01'] },
    ])
    expect(codes(sketch)).toEqual([])
    expect(invoiceOf({ ...sketch, month: '2026-11' })).toBeUndefined()
  })

  test('as billed in arrears bills what was charged for last month, whenever it was', () => {
    // September's invoice charges 17, October's one more from 14 September: 30.00 x 17 / 30 = 17.00
    const about = { subscriptionId: 's-1', productId: 'p-1' }
    const september = { start: '2026-09-01', end: '2026-10-01' }
    const first = charge('1', '428.23', {
      ...about,
      invoiceDate: '2026-09-04',
      quantity: { units: 17n, scale: 0 },
      servicePeriod: september,
    })
    const late = charge('2', '14.27', {
      ...about,
      kind: 'prorate',
      servicePeriod: { start: '2026-09-14', end: '2026-10-01' },
    })
    const timelines = [timeline('s-1', [{ from: '2025-01-01', quantity: '17' }])]
    const sketch = { basis: 'as-billed', house: { timing: 'arrears' }, timelines, charges: [late] } as const
    expectLines(invoiceOf({ ...sketch, more: { earlierCharges: [first] } }), [
      { quantity: 17, amount: '510.00', servicePeriod: ['2026-09-01', '2026-10-01'] },
      { quantity: 1, amount: '17.00', servicePeriod: ['2026-09-14', '2026-10-01'] },
    ])
  })

  test('a line that began this month bills nothing in arrears yet, one that ended last month bills once more', () => {
    const house = { timing: 'arrears' as const }
    expect(invoiceOf({ house, lines: [manual('rental', '1', '45.00', { from: '2026-10-01' })] })).toBeUndefined()
    expectLines(invoiceOf({ house, lines: [manual('rental', '1', '45.00', { until: '2026-10-01' })] }), [
      { quantity: 1, amount: '45.00', servicePeriod: ['2026-09-01', '2026-10-01'] },
    ])
  })
})

describe('yearly terms', () => {
  const yearly = (...steps: readonly StepSketch[]) =>
    timeline(
      's-1',
      steps.map((step) => ({ term: 'annual' as const, ...step })),
      { billingStart: '2026-10-12' },
    )
  const price = hold('100.00')
  const house = { terms: 'spread' as const }
  const months = ['2026-10', '2026-11', '2026-12', '2027-01', '2027-02', '2027-03', '2027-04', '2027-05']
  const year = [...months, '2027-06', '2027-07', '2027-08', '2027-09']

  test('spread over twelve months add up to the year: four times 8.34 and eight times 8.33', () => {
    const timelines = [yearly({ from: '2026-10-12', quantity: '1' })]
    const amounts = year.map((month) => invoiceOf({ month, price, house, timelines })?.total)
    expect(amounts).toEqual([...Array<string>(4).fill('8.34'), ...Array<string>(8).fill('8.33')])
    expectLines(invoiceOf({ month: '2027-02', price, house, timelines }), [
      { quantity: 1, amount: '8.33', servicePeriod: ['2027-02-12', '2027-03-12'], cost: '2.10' },
    ])
  })

  test('spread over three years add up to the term', () => {
    // 1000.00 / 36 = 27.777...: 28 times 27.78 and 8 times 27.77 are 777.84 + 222.16
    const timelines = [timeline('s-1', [{ from: '2026-10-12', quantity: '1', term: '3-year' }])]
    const total = (month: string) => invoiceOf({ month, price: hold('1000.00'), house, timelines })?.total
    expect([total('2026-10'), total('2029-01'), total('2029-02'), total('2029-09')]).toEqual([
      '27.78',
      '27.78',
      '27.77',
      '27.77',
    ])
  })

  test('a seat added within the year is spread over the months that are left of it', () => {
    // 100.00 x 242 / 365 = 66.3014 -> 66.30 over 28, 31, 30, 31, 30, 31, 31, 30 days: 66.30 x 28 / 242 = 7.6711
    const timelines = [yearly({ from: '2026-10-12', quantity: '1' }, { from: '2027-02-12', quantity: '2' })]
    expectLines(invoiceOf({ month: '2027-02', price, house, timelines }), [
      { quantity: 1, amount: '8.33' },
      { quantity: 1, amount: '7.67' },
    ])
    const added = year.slice(4).map((month) => invoiceOf({ month, price, house, timelines })?.lines[1]?.amount ?? '0')
    expect(added.reduce((cents, amount) => cents + Number(amount.replace('.', '')), 0)).toBe(6630)
  })

  test('one that ends settles at once: the parts that are left, less the credit for its days', () => {
    // 8 x 8.33 = 66.64 are left; 100.00 x 242 / 365 = 66.30 are credited
    const timelines = [yearly({ from: '2026-10-12', quantity: '1' }, { from: '2027-02-12', inForce: false })]
    expectLines(invoiceOf({ month: '2027-02', price, house, timelines }), [
      { quantity: 1, amount: '66.64', servicePeriod: ['2027-02-12', '2027-10-12'] },
      { quantity: -1, amount: '-66.30', servicePeriod: ['2027-02-12', '2027-10-12'] },
    ])
    expect(invoiceOf({ month: '2027-03', price, house, timelines })).toBeUndefined()
  })

  test('what was held when the term began is not known: nothing is billed on a guess', () => {
    const timelines = [
      timeline('s-1', [{ from: '2026-12-01', quantity: '1', term: 'annual' }], {
        before: 'unknown',
        billingStart: '2026-10-12',
      }),
    ]
    expect(codes({ month: '2027-02', price, house, timelines })).toContain('no-evidence-for-period')
  })

  test('made to end with others is billed for its days, and whole years follow from that day', () => {
    // 12 March to 1 October 2026 is 203 days: 100.00 x 203 / 365 = 55.6164
    const step = { from: '2026-03-12', quantity: '1', term: 'annual' as const }
    const timelines = [{ ...timeline('s-1', [step], { billingStart: '2026-03-12' }), commitmentEnd: '2026-10-01' }]
    expectLines(invoiceOf({ month: '2026-03', price, timelines }), [
      { quantity: 1, amount: '55.62', servicePeriod: ['2026-03-12', '2026-10-01'] },
    ])
    expectLines(invoiceOf({ month: '2026-10', price, timelines }), [
      { quantity: 1, amount: '100.00', servicePeriod: ['2026-10-01', '2027-10-01'] },
    ])
    expect(invoiceOf({ month: '2027-03', price, timelines })).toBeUndefined()
  })

  test('whose commitment ends on the last day of the year is a whole year', () => {
    const step = { from: '2026-03-12', quantity: '1', term: 'annual' as const }
    const timelines = [{ ...timeline('s-1', [step], { billingStart: '2026-03-12' }), commitmentEnd: '2027-03-11' }]
    expectLines(invoiceOf({ month: '2026-03', price, timelines }), [
      { quantity: 1, amount: '100.00', servicePeriod: ['2026-03-12', '2027-03-12'] },
    ])
  })

  test('by 30/360 a seat added on 12 February pays 240 of 360 days', () => {
    // 100.00 x 240 / 360 = 66.6667
    const timelines = [yearly({ from: '2026-10-12', quantity: '1' }, { from: '2027-02-12', quantity: '2' })]
    expectLines(invoiceOf({ month: '2027-02', price, house: { dayCount: '30-360' }, timelines }), [
      { quantity: 1, amount: '66.67' },
    ])
  })

  test('a leaver who is not credited waits for the next term and is named', () => {
    const timelines = [yearly({ from: '2026-10-12', quantity: '2' }, { from: '2027-02-12', quantity: '1' })]
    const sketch = { month: '2027-02', price, house: { decreases: 'no-credit' as const }, timelines }
    expect(invoiceOf(sketch)).toBeUndefined()
    expect(codes(sketch)).toEqual(['mid-term-change'])
  })

  test('a minimum holds for a term as for a month', () => {
    // 5 instead of 3 at the start; from 3 to 7 in the term adds 7 - 5 = 2: 200.00 x 242 / 365 = 132.6027
    const timelines = [yearly({ from: '2026-10-12', quantity: '3' }, { from: '2027-02-12', quantity: '7' })]
    const minimum = { minimumQuantity: { units: 5n, scale: 0 } }
    expectLines(invoiceOf({ price, house: minimum, timelines }), [{ quantity: 5, amount: '500.00' }])
    expectLines(invoiceOf({ month: '2027-02', price, house: minimum, timelines }), [{ quantity: 2, amount: '132.60' }])
  })
})

describe('what is billed once', () => {
  test('is never billed again, whichever basis, timing or shape', () => {
    for (const term of ['one-time', 'activation'] as const) {
      const timelines = [timeline('s-1', [{ from: '2026-10-12', quantity: '1', term }])]
      expectLines(invoiceOf({ basis: 'peak', house: { shape: 'folded', terms: 'spread' }, timelines }), [
        { quantity: 1, amount: '30.00' },
      ])
      expect(invoiceOf({ month: '2026-11', basis: 'peak', timelines })).toBeUndefined()
      expectLines(invoiceOf({ month: '2026-11', house: { timing: 'arrears' }, timelines }), [
        { quantity: 1, amount: '30.00' },
      ])
    }
  })

  test('and a trial not at all, even with a minimum', () => {
    const timelines = [timeline('s-1', [{ from: '2026-10-01', quantity: '5', status: 'trial' }])]
    expect(invoiceOf({ house: { minimumQuantity: { units: 10n, scale: 0 } }, timelines })).toBeUndefined()
  })
})
