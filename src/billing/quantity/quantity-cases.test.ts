import { describe, expect, test } from 'vitest'
import {
  charge,
  cost,
  expectLines,
  hold,
  manual,
  scenario,
  synced,
  timeline,
  type Scenario,
} from '../../../test/helpers/billing-scenario.ts'
import type { BillingRules } from '../../domain/billing-config.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { decimal } from '../../money/decimal.ts'
import { explainLine } from '../explain.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'

/** Each amount was worked out by hand. A seat is held at 30.00 a month and costs 25.19, unless a case says otherwise. */
function invoiceOf(sketch: Scenario): Invoice | undefined {
  return prepareDryRun(scenario({ price: hold('30.00'), ...sketch })).clients[0]?.invoice
}

function codes(sketch: Scenario): string[] {
  const [client] = prepareDryRun(scenario({ price: hold('30.00'), ...sketch })).clients
  return (client?.anomalies ?? []).map(({ code }) => code)
}

const seats = (...steps: readonly [string, string][]) =>
  timeline(
    's-1',
    steps.map(([from, quantity]) => ({ from, quantity })),
  )
const held = (quantity: string) => seats(['2025-01-01', quantity])
const added = seats(['2025-01-01', '17'], ['2026-10-14', '18'])
const removed = seats(['2025-01-01', '17'], ['2026-10-14', '16'])

describe('peak', () => {
  test('bills the most that was held on any one day, for the whole month', () => {
    const timelines = [seats(['2025-01-01', '17'], ['2026-10-05', '19'], ['2026-10-10', '16'])]
    expectLines(invoiceOf({ basis: 'peak', timelines }), [{ quantity: 19, amount: '570.00' }])
  })

  test('counts a subscription that replaces another once', () => {
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '5' },
        { from: '2026-10-14', inForce: false },
      ]),
      timeline('s-2', [{ from: '2026-10-14', quantity: '5' }]),
    ]
    expectLines(invoiceOf({ basis: 'peak', timelines }), [{ quantity: 5, amount: '150.00' }])
  })

  test('is unknown where the quantity of one day is', () => {
    const timelines = [seats(['2025-01-01', '17'], ['2026-10-30', 'unknown'])]
    expect(codes({ basis: 'peak', timelines })).toContain('unknown-quantity')
    expect(invoiceOf({ basis: 'peak', timelines })).toBeUndefined()
  })
})

describe('as billed', () => {
  const october = { start: '2026-10-01', end: '2026-11-01' }
  const charged = charge('1', '428.23', { subscriptionId: 's-1', quantity: decimal('17'), servicePeriod: october })

  test('bills the quantities of the distributor’s own charges, whatever is held', () => {
    expectLines(invoiceOf({ basis: 'as-billed', timelines: [held('16')], charges: [charged] }), [
      { quantity: 17, amount: '510.00' },
    ])
  })

  test('a proration it charges is billed for its days, and one it credits is credited', () => {
    // 30.00 x 18 / 31 = 17.4194; 2 x 30.00 x 12 / 31 = 23.2258
    const prorate = { subscriptionId: 's-1', kind: 'prorate' as const }
    const charges = [
      charged,
      charge('2', '14.63', { ...prorate, servicePeriod: { start: '2026-10-14', end: '2026-11-01' } }),
      charge('3', '-19.50', {
        ...prorate,
        quantity: decimal('2'),
        servicePeriod: { start: '2026-10-20', end: '2026-11-01' },
      }),
    ]
    expectLines(invoiceOf({ basis: 'as-billed', timelines: [held('17')], charges }), [
      { quantity: 17, amount: '510.00' },
      { quantity: 1, amount: '17.42', servicePeriod: ['2026-10-14', '2026-11-01'] },
      { quantity: -2, amount: '-23.23', servicePeriod: ['2026-10-20', '2026-11-01'] },
    ])
  })

  test('a free line beside the one that costs repeats its seats and adds none; free lines alone are what is held', () => {
    const free = charge('2', '0.00', { subscriptionId: 's-1', quantity: decimal('17') })
    expectLines(invoiceOf({ basis: 'as-billed', timelines: [held('16')], charges: [charged, free] }), [
      { quantity: 17, amount: '510.00' },
    ])
    expectLines(invoiceOf({ basis: 'as-billed', timelines: [held('16')], charges: [free] }), [
      { quantity: 17, amount: '510.00' },
    ])
  })

  test('is unknown while there is no charge, and what was charged for another month does not count', () => {
    const september = { ...charged, servicePeriod: { start: '2026-09-01', end: '2026-10-01' } }
    expect(codes({ basis: 'as-billed', timelines: [held('17')] })).toContain('unknown-quantity')
    expect(codes({ basis: 'as-billed', timelines: [held('17')], charges: [september] })).toContain('unknown-quantity')
  })
})

describe('a minimum', () => {
  test('of 10 bills 10 where 7 are held, and costs 7', () => {
    const house = { minimumQuantity: decimal('10') }
    const invoice = invoiceOf({ house, timelines: [held('7')] })
    expectLines(invoice, [{ quantity: 10, amount: '300.00', cost: '176.33' }])
    expect(invoice?.lines[0]?.reasons.steps.slice(0, 2)).toMatchObject([
      { what: 'quantity', working: 'held 7 (s-1)', result: '7' },
      { what: 'minimum quantity', working: 'at least 10: 7 + 3', result: '10', source: 'minimumQuantity (house rule)' },
    ])
  })

  test('is looked at day by day: from 7 to 12 on the 14th adds two, not five', () => {
    // 2 x 30.00 x 18 / 31 = 34.8387
    const timelines = [seats(['2025-01-01', '7'], ['2026-10-14', '12'])]
    expectLines(invoiceOf({ house: { minimumQuantity: decimal('10') }, timelines }), [
      { quantity: 10, amount: '300.00' },
      { quantity: 2, amount: '34.84', servicePeriod: ['2026-10-14', '2026-11-01'] },
    ])
  })

  test('counts all subscriptions of a line together', () => {
    const timelines = [held('7'), timeline('s-2', [{ from: '2025-01-01', quantity: '5' }])]
    expectLines(invoiceOf({ house: { minimumQuantity: decimal('10') }, timelines }), [
      { quantity: 12, amount: '360.00' },
    ])
  })

  test('of nothing is nothing: zero seats bill nothing', () => {
    expect(invoiceOf({ house: { minimumQuantity: decimal('10') }, timelines: [held('0')] })).toBeUndefined()
  })

  test('adds units at the cheapest price of the line', () => {
    // 4 and 3 more at 25.19 x 1.20 = 30.228: 7 x 30.228 = 211.596; 3 x 26.4495 x 1.20 = 3 x 31.7394 = 95.2182
    const dear = timeline('s-2', [{ from: '2025-01-01', quantity: '3', cost: '26.4495' }])
    const house = { minimumQuantity: decimal('10') }
    expectLines(invoiceOf({ price: cost('20'), house, timelines: [held('4'), dear] }), [
      { quantity: 7, unitPrice: '30.228', amount: '211.60' },
      { quantity: 3, unitPrice: '31.7394', amount: '95.22' },
    ])
  })
})

describe('the other rules of a quantity', () => {
  test('a maximum of 20 bills 20 of 23, and costs 23', () => {
    expectLines(invoiceOf({ house: { maximumQuantity: decimal('20') }, timelines: [held('23')] }), [
      { quantity: 20, amount: '600.00', cost: '579.37' },
    ])
  })

  test('a maximum takes off the dearest units first', () => {
    // 4 x 30.228 = 120.912; 1 x 31.7394
    const dear = timeline('s-2', [{ from: '2025-01-01', quantity: '3', cost: '26.4495' }])
    const house = { maximumQuantity: decimal('5') }
    expectLines(invoiceOf({ price: cost('20'), house, timelines: [held('4'), dear] }), [
      { quantity: 4, amount: '120.91' },
      { quantity: 1, amount: '31.74' },
    ])
  })

  test('packs of five: 12 are billed as 15, 15 as 15, 0.5 as 5', () => {
    const house = { quantityStep: decimal('5') }
    const amounts = ['12', '15', '0.5'].map((quantity) => invoiceOf({ house, timelines: [held(quantity)] })?.total)
    expect(amounts).toEqual(['450.00', '450.00', '150.00'])
  })

  test('three included of ten leave seven', () => {
    expectLines(invoiceOf({ house: { includedQuantity: decimal('3') }, timelines: [held('10')] }), [
      { quantity: 7, amount: '210.00', cost: '251.90' },
    ])
  })

  test('units above ten included ones have a price of their own', () => {
    const house = { includedQuantity: decimal('10'), overagePrice: hold('12.00') }
    expectLines(invoiceOf({ house, timelines: [held('13')] }), [{ quantity: 3, unitPrice: '12.00', amount: '36.00' }])
    expect(invoiceOf({ house, timelines: [held('10')] })).toBeUndefined()
  })

  test('go in order: the minimum, then the step, then the maximum, then what is included', () => {
    // 3 -> 7 -> 10; 11 -> 15 -> 12; 11 -> 15 -> 12 -> 10
    const step = { quantityStep: decimal('5') }
    const total = (quantity: string, house: BillingRules) => invoiceOf({ house, timelines: [held(quantity)] })?.total
    expect(total('3', { ...step, minimumQuantity: decimal('7') })).toBe('300.00')
    expect(total('11', { ...step, maximumQuantity: decimal('12') })).toBe('360.00')
    expect(total('11', { ...step, maximumQuantity: decimal('12'), includedQuantity: decimal('2') })).toBe('300.00')
  })

  test('the nearest statement wins: a line’s minimum beats the house’s', () => {
    const lines = [synced('line-1', { rules: { minimumQuantity: decimal('8') } })]
    expectLines(invoiceOf({ house: { minimumQuantity: decimal('10') }, lines, timelines: [held('7')] }), [
      { quantity: 8, amount: '240.00' },
    ])
  })
})

describe('a commitment', () => {
  const committed = (...steps: readonly [string, string][]) =>
    timeline(
      's-1',
      steps.map(([from, quantity]) => ({ from, quantity, commitment: '1-year' })),
    )
  const shrunk = committed(['2026-03-01', '18'], ['2026-08-01', '16'])

  test('of 18 seats of which 16 are used bills 18, the two on a line of their own', () => {
    const invoice = invoiceOf({ house: { committedFloor: true }, timelines: [shrunk] })
    expectLines(invoice, [
      { quantity: 16, amount: '480.00', cost: '403.04' },
      { quantity: 2, amount: '60.00', cost: '0.00' },
    ])
    expect(invoice?.lines[1]?.description).toBe('Item i-1: 2 committed and not in use')
    expect(invoice?.lines[1]?.covers).toEqual([])
  })

  test('without the floor bills what is held', () => {
    expectLines(invoiceOf({ timelines: [shrunk] }), [{ quantity: 16, amount: '480.00' }])
  })

  test('counts seats that were added within it, and begins anew at its end', () => {
    // From 12 October 2026 a new year of 16 runs: 2 x 30.00 x 20 / 31 = 38.7097 are taken off again
    const grown = committed(['2025-10-12', '15'], ['2026-02-01', '18'], ['2026-08-01', '16'])
    expectLines(invoiceOf({ house: { committedFloor: true }, timelines: [grown] }), [
      { quantity: 16, amount: '480.00' },
      { quantity: 2, amount: '60.00' },
      { quantity: -2, amount: '-38.71', servicePeriod: ['2026-10-12', '2026-11-01'] },
    ])
    expectLines(invoiceOf({ month: '2026-11', house: { committedFloor: true }, timelines: [grown] }), [
      { quantity: 16, amount: '480.00' },
    ])
  })

  test('whose beginning is not known blocks where it is to be the floor', () => {
    const timelines = [
      timeline('s-1', [{ from: '2026-09-01', quantity: '16', commitment: '1-year' }], { before: 'unknown' }),
    ]
    expect(codes({ house: { committedFloor: true }, timelines })).toContain('unknown-billing-term')
  })
})

describe('the day of a change', () => {
  test('belongs to the old quantity: a seat added on the 14th counts from the 15th', () => {
    // 30.00 x 17 / 31 = 16.4516
    expectLines(invoiceOf({ house: { changeDay: 'old' }, timelines: [added] }), [
      { quantity: 17, amount: '510.00' },
      { quantity: 1, amount: '16.45', servicePeriod: ['2026-10-15', '2026-11-01'] },
    ])
    expectLines(invoiceOf({ house: { changeDay: 'old' }, timelines: [removed] }), [
      { quantity: 17, amount: '510.00' },
      { quantity: -1, amount: '-16.45' },
    ])
  })

  test('belongs to both: a joiner counts from the day, a leaver through it', () => {
    expectLines(invoiceOf({ house: { changeDay: 'both' }, timelines: [added] }), [
      { quantity: 17, amount: '510.00' },
      { quantity: 1, amount: '17.42' },
    ])
    expectLines(invoiceOf({ house: { changeDay: 'both' }, timelines: [removed] }), [
      { quantity: 17, amount: '510.00' },
      { quantity: -1, amount: '-16.45', servicePeriod: ['2026-10-15', '2026-11-01'] },
    ])
  })

  test('of a subscription’s end is its last under both, and its first day is not billed under old', () => {
    // 5 x 30.00 x 21 / 31 = 101.6129 credited from the 11th; 5 x 30.00 x 17 / 31 = 82.2581
    const ended = timeline('s-1', [
      { from: '2025-01-01', quantity: '5' },
      { from: '2026-10-10', inForce: false },
    ])
    expectLines(invoiceOf({ house: { changeDay: 'both' }, timelines: [ended] }), [
      { quantity: 5, amount: '150.00' },
      { quantity: -5, amount: '-101.61' },
    ])
    expectLines(invoiceOf({ house: { changeDay: 'old' }, timelines: [seats(['2026-10-14', '5'])] }), [
      { quantity: 5, amount: '82.26' },
    ])
  })

  test('on the first of the month leaves that day to the old quantity, and to whole-at-start with it', () => {
    // 30.00 x 30 / 31 = 29.0323
    const timelines = [seats(['2025-01-01', '17'], ['2026-10-01', '18'])]
    expectLines(invoiceOf({ house: { changeDay: 'old' }, timelines }), [
      { quantity: 17, amount: '510.00' },
      { quantity: 1, amount: '29.03', servicePeriod: ['2026-10-02', '2026-11-01'] },
    ])
    expectLines(invoiceOf({ basis: 'whole-at-start', house: { changeDay: 'old' }, timelines }), [
      { quantity: 17, amount: '510.00' },
    ])
  })
})

describe('day counts', () => {
  const change = (month: string, day: string, quantity: string) => ({
    month,
    timelines: [seats(['2025-01-01', '4'], [`${month}-${day}`, quantity])],
  })

  test('of a fixed 30: a seat from 12 March is 20 of 30 days, and one that leaves is credited as many', () => {
    const house = { dayCount: 'fixed-30' as const }
    expectLines(invoiceOf({ house, ...change('2026-03', '12', '5') }), [
      { quantity: 4, amount: '120.00' },
      { quantity: 1, amount: '20.00' },
    ])
    expectLines(invoiceOf({ house, ...change('2026-03', '12', '3') }), [
      { quantity: 4, amount: '120.00' },
      { quantity: -1, amount: '-20.00' },
    ])
  })

  test('of a fixed 30 are never more than 30, and a whole February is whole', () => {
    const house = { dayCount: 'fixed-30' as const }
    expectLines(invoiceOf({ house, ...change('2026-03', '02', '5') }), [
      { quantity: 4, amount: '120.00' },
      { quantity: 1, amount: '30.00' },
    ])
    expectLines(invoiceOf({ house, ...change('2026-02', '15', '5') }), [
      { quantity: 4, amount: '120.00' },
      { quantity: 1, amount: '14.00' },
    ])
  })

  test('by 30/360: 12 March leaves 19 days, 15 February 16, the 31st one', () => {
    const amounts = [
      ['2026-03', '12'],
      ['2026-02', '15'],
      ['2026-03', '31'],
      ['2028-02', '29'],
    ].map(
      ([month = '', day = '']) =>
        invoiceOf({ house: { dayCount: '30-360' }, ...change(month, day, '5') })?.lines[1]?.amount,
    )
    // 30.00 a month is 1.00 a day; from 29 February there are 29 and 30 February left: 2 days
    expect(amounts).toEqual(['19.00', '16.00', '1.00', '2.00'])
  })

  test('apply to stated lines too', () => {
    // 99.00 x 16 / 30 = 52.80; by 30/360 the 16th leaves 15 days: 49.50
    const lines = [manual('rental', '2', '49.50', { from: '2026-10-16' })]
    expectLines(invoiceOf({ house: { dayCount: 'fixed-30' }, lines }), [{ quantity: 2, amount: '52.80' }])
    expectLines(invoiceOf({ house: { dayCount: '30-360' }, lines }), [{ quantity: 2, amount: '49.50' }])
  })
})

describe('shapes', () => {
  test('stretches: a line for each stretch in which nothing changes', () => {
    // 17 x 30.00 x 13 / 31 = 213.8710; 18 x 30.00 x 18 / 31 = 313.5484
    expectLines(invoiceOf({ house: { shape: 'stretches' }, timelines: [added] }), [
      { quantity: 17, amount: '213.87', servicePeriod: ['2026-10-01', '2026-10-14'] },
      { quantity: 18, amount: '313.55', servicePeriod: ['2026-10-14', '2026-11-01'] },
    ])
  })

  test('stretches: one subscription replaced by another leaves one stretch', () => {
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '5' },
        { from: '2026-10-14', inForce: false },
      ]),
      timeline('s-2', [{ from: '2026-10-14', quantity: '5' }]),
    ]
    expectLines(invoiceOf({ house: { shape: 'stretches' }, timelines }), [
      { quantity: 5, amount: '150.00', servicePeriod: ['2026-10-01', '2026-11-01'], cost: '125.95' },
    ])
  })

  test('folded: 17 seats and one from 16 April are 17.5', () => {
    const timelines = [seats(['2025-01-01', '17'], ['2026-04-16', '18'])]
    const invoice = invoiceOf({ month: '2026-04', house: { shape: 'folded' }, timelines })
    expectLines(invoice, [{ quantity: '17.5', amount: '525.00', servicePeriod: ['2026-04-01', '2026-05-01'] }])
    expect(invoice?.lines[0]?.reasons.steps[0]?.working).toBe('held 17 (s-1), 1 x 15 / 30 (s-1)')
  })

  test('folded: what no decimal holds keeps its dated lines, and that is noted', () => {
    // 18 of 31 days is no decimal
    const sketch = { house: { shape: 'folded' as const }, timelines: [added] }
    expectLines(invoiceOf(sketch), [
      { quantity: 17, amount: '510.00' },
      { quantity: 1, amount: '17.42' },
    ])
    expect(codes(sketch)).toEqual(['quantity-not-folded'])
  })
})

describe('rounding', () => {
  test('on the unit price for the days first: three times 17.55, not 52.66', () => {
    // 30.228 x 18 / 31 = 17.5517; x 3 = 52.6552. On the price: 30.23 x 17 = 513.91
    const timelines = [seats(['2025-01-01', '17'], ['2026-10-14', '20'])]
    expectLines(invoiceOf({ price: cost('20'), timelines }), [
      { quantity: 17, amount: '513.88' },
      { quantity: 3, amount: '52.66' },
    ])
    const invoice = invoiceOf({ price: cost('20'), house: { roundingPlace: 'unit-price' }, timelines })
    expectLines(invoice, [
      { quantity: 17, amount: '513.91' },
      { quantity: 3, amount: '52.65' },
    ])
    expect(invoice?.lines[1]?.reasons.steps.slice(-2)).toMatchObject([
      { what: 'price for the days', working: '30.228 x 18 / 31', result: '17.55' },
      { what: 'amount', working: '3 x 17.55', result: '52.65', rounding: undefined },
    ])
  })

  test('of several subscriptions on a line: as one sum, or each by itself', () => {
    // 2 x 10.335 = 20.67; 10.335 -> 10.34, twice is 20.68
    const one = (id: string) => timeline(id, [{ from: '2025-01-01', quantity: '1', cost: '10.335' }])
    const timelines = [one('s-1'), one('s-2')]
    expect(invoiceOf({ price: cost('0'), timelines })?.total).toBe('20.67')
    expect(invoiceOf({ price: cost('0'), house: { netting: 'round-then-net' }, timelines })?.total).toBe('20.68')
  })
})

describe('the sentence', () => {
  const sentences = (sketch: Scenario) =>
    (invoiceOf(sketch)?.lines ?? []).map((line) => explainLine(line, 'USD').sentence)

  test('says which rule made the quantity', () => {
    expect(sentences({ house: { minimumQuantity: decimal('10') }, timelines: [held('7')] })).toEqual([
      '10 seats (at least 10: 7 + 3) for 1 Oct to 31 Oct, at 30.00 (held at 30.00 USD, house rule) = 300.00',
    ])
  })

  test('says the rounded price where that is what was multiplied', () => {
    const timelines = [seats(['2025-01-01', '17'], ['2026-10-14', '20'])]
    const house = { roundingPlace: 'unit-price' as const }
    expect(sentences({ price: cost('20'), house, timelines })[1]).toBe(
      '3 seats added 14 Oct, in force 18 of 31 days, at 30.228 (cost 25.19 x 1.20, house rule) = 3 x 17.55 = 52.65',
    )
  })
})

describe('leavers', () => {
  test('are credited, or not before the next month', () => {
    expect(invoiceOf({ timelines: [removed] })?.total).toBe('492.58')
    expectLines(invoiceOf({ house: { decreases: 'no-credit' }, timelines: [removed] }), [
      { quantity: 17, amount: '510.00', cost: '413.60' },
    ])
    expectLines(invoiceOf({ month: '2026-11', house: { decreases: 'no-credit' }, timelines: [removed] }), [
      { quantity: 16, amount: '480.00' },
    ])
  })

  test('without credit: one who comes back within the month is not billed twice', () => {
    const timelines = [seats(['2025-01-01', '17'], ['2026-10-10', '16'], ['2026-10-20', '17'])]
    expectLines(invoiceOf({ house: { decreases: 'no-credit' }, timelines }), [{ quantity: 17, amount: '510.00' }])
  })

  test('without credit: a subscription replaced by another is not billed twice', () => {
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '5' },
        { from: '2026-10-14', inForce: false },
      ]),
      timeline('s-2', [{ from: '2026-10-14', quantity: '5' }]),
    ]
    expectLines(invoiceOf({ house: { decreases: 'no-credit' }, timelines }), [{ quantity: 5, amount: '150.00' }])
  })

  test('are held to the end of the commitment, and shown as not in use', () => {
    const commitment = '1-year'
    const timelines = [
      timeline('s-1', [
        { from: '2026-03-01', quantity: '17', commitment },
        { from: '2026-10-14', quantity: '16' },
      ]),
    ]
    const house = { decreases: 'at-term-end' as const }
    expectLines(invoiceOf({ house, timelines }), [
      { quantity: 17, amount: '510.00' },
      { quantity: -1, amount: '-17.42' },
      { quantity: 1, amount: '17.42' },
    ])
    expectLines(invoiceOf({ month: '2026-11', house, timelines }), [
      { quantity: 16, amount: '480.00' },
      { quantity: 1, amount: '30.00' },
    ])
    expectLines(invoiceOf({ month: '2027-03', house, timelines }), [{ quantity: 16, amount: '480.00' }])
  })

  test('that end a subscription are held to the end of its commitment as well', () => {
    const commitment = '1-year'
    const timelines = [
      timeline('s-1', [
        { from: '2026-03-01', quantity: '17', commitment },
        { from: '2026-10-01', inForce: false },
      ]),
    ]
    const house = { decreases: 'at-term-end' as const }
    expectLines(invoiceOf({ month: '2026-12', house, timelines }), [{ quantity: 17, amount: '510.00', cost: '0.00' }])
    expect(invoiceOf({ month: '2027-03', house, timelines })).toBeUndefined()
  })
})

describe('texts and zero lines', () => {
  test('a template makes the text of a line', () => {
    const text = [
      { name: 'item' },
      ', ',
      { name: 'units' },
      ', ',
      { name: 'from' },
      ' (',
      { name: 'days' },
      ' of ',
      { name: 'of' },
      ')',
    ] as const
    const invoice = invoiceOf({ house: { text }, timelines: [added] })
    expect(invoice?.lines.map(({ description }) => description)).toEqual([
      'Item i-1, 17 seats, 1 Oct 2026 (31 of 31)',
      'Item i-1, +1 seat, 14 Oct 2026 (18 of 31)',
    ])
  })

  test('a line at a price of zero is left out, or kept', () => {
    const sketch = { price: hold('0.00'), timelines: [held('5')] }
    expect(invoiceOf(sketch)).toBeUndefined()
    expectLines(invoiceOf({ ...sketch, house: { zeroLines: 'keep' } }), [
      { quantity: 5, amount: '0.00', cost: '125.95' },
    ])
  })

  test('a line whose units are all included is left out, or kept with what it costs', () => {
    const house = { includedQuantity: decimal('10') }
    expect(invoiceOf({ house, timelines: [held('10')] })).toBeUndefined()
    expectLines(invoiceOf({ house: { ...house, zeroLines: 'keep' }, timelines: [held('10')] }), [
      { quantity: 0, amount: '0.00', cost: '251.90' },
    ])
  })

  test('a line of no seats is left out, or kept', () => {
    expect(invoiceOf({ timelines: [held('0')] })).toBeUndefined()
    expectLines(invoiceOf({ house: { zeroLines: 'keep' }, timelines: [held('0')] }), [{ quantity: 0, amount: '0.00' }])
  })
})
