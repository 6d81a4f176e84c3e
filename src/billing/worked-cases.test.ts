import { describe, expect, test } from 'vitest'
import {
  charge,
  client,
  cost,
  expectLines,
  fixed,
  hold,
  item,
  listPrice,
  manual,
  passThrough,
  scenario,
  synced,
  timeline,
  type Scenario,
} from '../../test/helpers/billing-scenario.ts'
import type { QuantityBasis } from '../domain/billing-config.ts'
import type { Invoice } from '../domain/invoice.ts'
import { decimal } from '../money/decimal.ts'
import { money } from '../money/money.ts'
import { prepareDryRun } from './prepare-dry-run.ts'

/** Each amount below was worked out by hand; the working stands beside it. Cost 25.19, markup 20 %: 30.228 a seat. */
function invoiceOf(sketch: Scenario, clientIndex = 0): Invoice | undefined {
  return prepareDryRun(scenario(sketch)).clients[clientIndex]?.invoice
}

function codes(sketch: Scenario, clientIndex = 0): string[] {
  return (prepareDryRun(scenario(sketch)).clients[clientIndex]?.anomalies ?? []).map(({ code }) => code)
}

function outcome(sketch: Scenario): string | undefined {
  return prepareDryRun(scenario(sketch)).clients[0]?.outcome
}

const bases: readonly QuantityBasis[] = ['whole-at-start', 'whole-at-end', 'daily']
const held = (quantity: string) => timeline('s-1', [{ from: '2025-01-01', quantity }])

describe('days of the month', () => {
  test('29 days in a leap February: 1 seat from the 15th is 15 of 29 days', () => {
    // 30.228 x 15 / 29 = 15.6352
    const steps = [
      { from: '2024-01-01', quantity: '4' },
      { from: '2024-02-15', quantity: '5' },
    ]
    expectLines(invoiceOf({ month: '2024-02', timelines: [timeline('s-1', steps)] }), [
      { quantity: 4, amount: '120.91' },
      { quantity: 1, amount: '15.64', servicePeriod: ['2024-02-15', '2024-03-01'] },
    ])
  })

  test('28 days in another February: from the 15th is 14 of 28 days, half a month', () => {
    const steps = [
      { from: '2025-01-01', quantity: '4' },
      { from: '2026-02-15', quantity: '5' },
    ]
    expectLines(invoiceOf({ month: '2026-02', timelines: [timeline('s-1', steps)] }), [
      { quantity: 4, amount: '120.91' },
      { quantity: 1, amount: '15.11' },
    ])
  })

  test('a seat of the last day of a month with 31 days is 1 of 31 days', () => {
    // 30.228 / 31 = 0.9751
    const steps = [
      { from: '2025-01-01', quantity: '1' },
      { from: '2026-10-31', quantity: '2' },
    ]
    expectLines(invoiceOf({ timelines: [timeline('s-1', steps)] }), [
      { quantity: 1, amount: '30.23' },
      { quantity: 1, amount: '0.98' },
    ])
  })

  test('a change on the first day belongs to the whole month, and one on the next month’s first day to none of it', () => {
    const steps = [
      { from: '2025-01-01', quantity: '1' },
      { from: '2026-10-01', quantity: '2' },
      { from: '2026-11-01', quantity: '9' },
    ]
    for (const basis of bases) {
      expectLines(invoiceOf({ basis, timelines: [timeline('s-1', steps)] }), [{ quantity: 2, amount: '60.46' }])
    }
  })
})

describe('seats that come and go', () => {
  const added = timeline('s-1', [
    { from: '2025-01-01', quantity: '17' },
    { from: '2026-10-14', quantity: '18' },
  ])
  const removed = timeline('s-1', [
    { from: '2025-01-01', quantity: '17' },
    { from: '2026-10-14', quantity: '16' },
  ])

  test('a seat added on 14 October under each basis', () => {
    // 17 x 30.228 = 513.876; 18 x 30.228 = 544.104; 30.228 x 18 / 31 = 17.5517
    expectLines(invoiceOf({ basis: 'whole-at-start', timelines: [added] }), [{ quantity: 17, amount: '513.88' }])
    expectLines(invoiceOf({ basis: 'whole-at-end', timelines: [added] }), [{ quantity: 18, amount: '544.10' }])
    expectLines(invoiceOf({ basis: 'daily', timelines: [added] }), [
      { quantity: 17, amount: '513.88' },
      { quantity: 1, amount: '17.55' },
    ])
  })

  test('a seat removed on 14 October is credited for its 18 days', () => {
    expectLines(invoiceOf({ timelines: [removed] }), [
      { quantity: 17, amount: '513.88', cost: '428.23' },
      { quantity: -1, amount: '-17.55', cost: '-14.63' },
    ])
  })

  test('added and removed on the same day bills nothing more', () => {
    const steps = [
      { from: '2025-01-01', quantity: '17' },
      { from: '2026-10-14', quantity: '17', status: 'pending' as const },
    ]
    expectLines(invoiceOf({ timelines: [timeline('s-1', steps)] }), [{ quantity: 17, amount: '513.88' }])
  })

  test('added on the 5th and removed on the 20th are two dated lines', () => {
    // 30.228 x 27 / 31 = 26.3276; 30.228 x 12 / 31 = 11.7012
    const steps = [
      { from: '2025-01-01', quantity: '2' },
      { from: '2026-10-05', quantity: '3' },
      { from: '2026-10-20', quantity: '2' },
    ]
    expectLines(invoiceOf({ timelines: [timeline('s-1', steps)] }), [
      { quantity: 2, amount: '60.46' },
      { quantity: 1, amount: '26.33', servicePeriod: ['2026-10-05', '2026-11-01'] },
      { quantity: -1, amount: '-11.70', servicePeriod: ['2026-10-20', '2026-11-01'] },
    ])
  })

  test('a new subscription from the 14th bills its days; at start nothing, at end the whole month', () => {
    // 5 x 30.228 x 18 / 31 = 87.7587
    const timelines = [timeline('s-1', [{ from: '2026-10-14', quantity: '5' }])]
    expectLines(invoiceOf({ timelines }), [{ quantity: 5, amount: '87.76' }])
    expectLines(invoiceOf({ basis: 'whole-at-start', timelines }), [])
    expectLines(invoiceOf({ basis: 'whole-at-end', timelines }), [{ quantity: 5, amount: '151.14' }])
  })

  test('cancelled on the 10th and back on the 20th credits the ten days between', () => {
    // 5 x 30.228 = 151.14; x 22 / 31 = 107.2606; x 12 / 31 = 58.5058
    const steps = [
      { from: '2025-01-01', quantity: '5' },
      { from: '2026-10-10', inForce: false },
      { from: '2026-10-20', inForce: true },
    ]
    expectLines(invoiceOf({ timelines: [timeline('s-1', steps)] }), [
      { quantity: 5, amount: '151.14' },
      { quantity: -5, amount: '-107.26' },
      { quantity: 5, amount: '58.51' },
    ])
  })

  test('half seats are billed as half seats', () => {
    // 2.5 x 30.228 = 75.57
    expectLines(invoiceOf({ timelines: [held('2.5')] }), [{ quantity: '2.5', amount: '75.57' }])
  })

  test('two subscriptions of one product are one line that names both', () => {
    const timelines = [held('12'), timeline('s-2', [{ from: '2025-01-01', quantity: '5' }])]
    const invoice = invoiceOf({ timelines })
    expectLines(invoice, [{ quantity: 17, amount: '513.88' }])
    expect(invoice?.lines[0]?.covers.map(({ subscriptionId, quantity }) => [subscriptionId, quantity])).toEqual([
      ['s-1', '12'],
      ['s-2', '5'],
    ])
  })

  test('two subscriptions of one product at different cost are two lines', () => {
    // 12 x 30.228 = 362.736; 5 x 25.19 x 1.05 x 1.20 = 5 x 31.7394 = 158.697
    const timelines = [held('12'), timeline('s-2', [{ from: '2025-01-01', quantity: '5', cost: '26.4495' }])]
    expectLines(invoiceOf({ timelines }), [
      { quantity: 12, unitPrice: '30.228', amount: '362.74' },
      { quantity: 5, unitPrice: '31.7394', amount: '158.70' },
    ])
  })

  test('one subscription replaced by another on the 14th bills one line, and its cover moves', () => {
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '5' },
        { from: '2026-10-14', inForce: false },
      ]),
      timeline('s-2', [{ from: '2026-10-14', quantity: '5' }]),
    ]
    const invoice = invoiceOf({ timelines })
    expectLines(invoice, [{ quantity: 5, amount: '151.14', cost: '125.95' }])
    expect(
      invoice?.lines[0]?.covers.map(({ subscriptionId, quantity, servicePeriod }) => [
        subscriptionId,
        quantity,
        servicePeriod.start,
      ]),
    ).toEqual([
      ['s-1', '5', '2026-10-01'],
      ['s-1', '-5', '2026-10-14'],
      ['s-2', '5', '2026-10-14'],
    ])
  })
})

describe('a subscription that moves from one client to another on the 12th', () => {
  const clients = [
    client('a', [synced('line-a')]),
    client('b', [synced('line-b')], {
      companies: [{ connectionId: 'pax8', companyId: 'c-2' }],
      ledger: { connectionId: 'quickbooks', customerId: 'cust-2' },
    }),
  ]
  const timelines = [
    timeline('s-1', [
      { from: '2025-01-01', quantity: '10' },
      { from: '2026-10-12', company: 'c-2' },
    ]),
  ]

  test('daily bills each its days, and together the whole month', () => {
    // 302.28 x 20 / 31 = 195.0194 credited to the one, billed to the other
    expectLines(invoiceOf({ clients, timelines }, 0), [
      { quantity: 10, amount: '302.28' },
      { quantity: -10, amount: '-195.02' },
    ])
    expectLines(invoiceOf({ clients, timelines }, 1), [{ quantity: 10, amount: '195.02' }])
  })

  test('at start the one who had it is billed, at end the one who has it', () => {
    expectLines(invoiceOf({ clients, timelines, basis: 'whole-at-start' }, 0), [{ quantity: 10, amount: '302.28' }])
    expectLines(invoiceOf({ clients, timelines, basis: 'whole-at-start' }, 1), [])
    expectLines(invoiceOf({ clients, timelines, basis: 'whole-at-end' }, 0), [])
    expectLines(invoiceOf({ clients, timelines, basis: 'whole-at-end' }, 1), [{ quantity: 10, amount: '302.28' }])
  })
})

describe('prices', () => {
  test('cost plus 20 percent is markup, not margin', () => {
    expectLines(invoiceOf({ timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: '1', cost: '10.00' }])] }), [
      { quantity: 1, unitPrice: '12.00', amount: '12.00' },
    ])
  })

  test('a markup of 12.5 percent is exact', () => {
    // 25.19 x 1.125 = 28.33875; x 3 = 85.01625
    expectLines(invoiceOf({ price: cost('12.5'), timelines: [held('3')] }), [
      { quantity: 3, unitPrice: '28.33875', amount: '85.02' },
    ])
  })

  test('a unit price needs no more than ten places', () => {
    // 1.0000000001 x 1.05 = 1.050000000105, at ten places 1.0500000001
    const timelines = [timeline('s-1', [{ from: '2025-01-01', quantity: '1', cost: '1.0000000001' }])]
    expectLines(invoiceOf({ price: cost('5'), timelines }), [
      { quantity: 1, unitPrice: '1.0500000001', amount: '1.05' },
    ])
  })

  test('the list price is billed as it is', () => {
    const timelines = [timeline('s-1', [{ from: '2025-01-01', quantity: '3', list: '29.99' }])]
    expectLines(invoiceOf({ price: listPrice, timelines }), [
      { quantity: 3, unitPrice: '29.99', amount: '89.97', cost: '75.57' },
    ])
  })

  test('a cost that changes on the 10th splits the month under daily', () => {
    // 10 x 30.228 x 9 / 31 = 87.7587; 10 x 32.40 x 22 / 31 = 229.9355
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '10' },
        { from: '2026-10-10', cost: '27.00' },
      ]),
    ]
    expectLines(invoiceOf({ timelines }), [
      { quantity: 10, unitPrice: '30.228', amount: '87.76', servicePeriod: ['2026-10-01', '2026-10-10'] },
      { quantity: 10, unitPrice: '32.40', amount: '229.94', servicePeriod: ['2026-10-10', '2026-11-01'] },
    ])
    expectLines(invoiceOf({ timelines, basis: 'whole-at-start' }), [
      { quantity: 10, unitPrice: '30.228', amount: '302.28' },
    ])
    expectLines(invoiceOf({ timelines, basis: 'whole-at-end' }), [
      { quantity: 10, unitPrice: '32.40', amount: '324.00' },
    ])
  })

  test('a cost that changes under a held price moves the cost and not the bill', () => {
    // 10 x 25.19 x 9 / 31 + 10 x 27.00 x 22 / 31 = 73.1323 + 191.6129 = 264.7452
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '10' },
        { from: '2026-10-10', cost: '27.00' },
      ]),
    ]
    expectLines(invoiceOf({ price: hold('30.00'), timelines }), [{ quantity: 10, amount: '300.00', cost: '264.75' }])
  })

  test('a hold that ends on the 16th gives way to cost plus 20 percent from that day', () => {
    // 4 x 28.00 x 15 / 31 = 54.1935; 4 x 30.228 x 16 / 31 = 62.4062
    const lines = [synced('line-1', { rules: { price: hold('28.00', '2026-10-16') } })]
    expectLines(invoiceOf({ lines, timelines: [held('4')] }), [
      { quantity: 4, unitPrice: '28.00', amount: '54.19' },
      { quantity: 4, unitPrice: '30.228', amount: '62.41' },
    ])
    expectLines(invoiceOf({ basis: 'whole-at-start', lines, timelines: [held('4')] }), [
      { quantity: 4, amount: '112.00' },
    ])
    expectLines(invoiceOf({ basis: 'whole-at-end', lines, timelines: [held('4')] }), [
      { quantity: 4, amount: '120.91' },
    ])
  })

  test('a hold below cost bills what was agreed and is flagged with the loss', () => {
    // (25.19 - 22.00) x 17 = 54.23
    const sketch = { price: hold('22.00'), timelines: [held('17')] }
    expectLines(invoiceOf(sketch), [{ quantity: 17, amount: '374.00' }])
    const [anomaly] = prepareDryRun(scenario(sketch)).clients[0]?.anomalies ?? []
    expect(anomaly).toMatchObject({ code: 'price-held-below-cost', atStake: { amount: '54.23', currency: 'USD' } })
  })

  test('line beats client beats item beats house, and the losers are kept', () => {
    const items = [item('i-1', [{}], { price: cost('40') })]
    const clients = [
      client('bear-creek', [synced('line-1', { rules: { price: cost('10') } })], { rules: { price: cost('30') } }),
    ]
    const line = invoiceOf({ items, clients, timelines: [held('1')] })?.lines[0]
    expect(line?.unitPrice).toBe('27.709')
    expect(line?.reasons.price).toMatchObject({
      rule: 'line',
      beaten: [
        { rule: 'client', words: 'client: cost + 30 %' },
        { rule: 'item', words: 'item: cost + 40 %' },
        { rule: 'house', words: 'house: cost + 20 %' },
      ],
    })
  })

  test('rounding is by its rule, once per line', () => {
    // 3 x 10.335 = 31.005
    const timelines = [timeline('s-1', [{ from: '2025-01-01', quantity: '3', cost: '10.335' }])]
    const amounts = (['half-up', 'half-even', 'down', 'up'] as const).map(
      (rounding) => invoiceOf({ price: cost('0'), rounding, timelines })?.total,
    )
    expect(amounts).toEqual(['31.01', '31.00', '31.00', '31.01'])
  })

  test('yen have no minor units', () => {
    // 3 x 1000 x 1.155 = 3465; 1 seat of 17 days: 1155 x 17 / 31 = 633.387
    const clients = [client('bear-creek', [synced('line-1')], { currency: 'JPY' })]
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '3', cost: '1000', currency: 'JPY' },
        { from: '2026-10-15', quantity: '4' },
      ]),
    ]
    expectLines(invoiceOf({ clients, price: cost('15.5'), timelines }), [
      { quantity: 3, amount: '3465' },
      { quantity: 1, amount: '633' },
    ])
  })
})

describe('what is unknown is not billed', () => {
  test('an unknown quantity blocks and bills nothing', () => {
    const sketch = { timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: 'unknown' }])] }
    expect(codes(sketch)).toContain('unknown-quantity')
    expect([outcome(sketch), invoiceOf(sketch)]).toEqual(['blocked', undefined])
  })

  test('a quantity below zero blocks and credits nobody', () => {
    const sketch = { timelines: [held('-2')] }
    expect([codes(sketch), outcome(sketch), invoiceOf(sketch)]).toEqual([['negative-quantity'], 'blocked', undefined])
  })

  test('an unknown quantity that the basis does not look at does no harm', () => {
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '5' },
        { from: '2026-10-14', quantity: 'unknown' },
      ]),
    ]
    expect(outcome({ basis: 'whole-at-start', timelines })).toBe('ready')
    expect(outcome({ basis: 'whole-at-end', timelines })).toBe('blocked')
    expect(outcome({ basis: 'daily', timelines })).toBe('blocked')
  })

  test('a markup on an unknown cost is no price', () => {
    const sketch = { timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: '5', cost: 'unknown' }])] }
    expect(codes(sketch)).toContain('unknown-cost')
    expect(invoiceOf(sketch)).toBeUndefined()
  })

  test('a held price stands although the cost is unknown; the cost stays unknown', () => {
    const sketch = {
      price: hold('30.00'),
      timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: '5', cost: 'unknown' }])],
    }
    expectLines(invoiceOf(sketch), [{ quantity: 5, amount: '150.00', cost: 'unknown' }])
    expect([outcome(sketch), codes(sketch)]).toEqual(['ready', ['unknown-cost']])
  })

  test('zero seats bill nothing and block nothing, even at an unknown cost', () => {
    const sketch = { timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: '0', cost: 'unknown' }])] }
    expect(outcome(sketch)).toBe('nothing-to-bill')
  })

  test('an unknown billing term blocks', () => {
    const sketch = { timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: '5', term: 'unknown' }])] }
    expect(codes(sketch)).toContain('unknown-billing-term')
    expect(outcome(sketch)).toBe('blocked')
  })

  test('evidence that begins on the 15th is enough for whole-at-end alone', () => {
    const timelines = [timeline('s-1', [{ from: '2026-10-15', quantity: '5' }], { before: 'unknown' })]
    expect(codes({ timelines })).toContain('no-evidence-for-period')
    expect(codes({ basis: 'whole-at-start', timelines })).toContain('no-evidence-for-period')
    expectLines(invoiceOf({ basis: 'whole-at-end', timelines }), [{ quantity: 5, amount: '151.14' }])
  })

  test('a cost in another currency than the client’s blocks', () => {
    const sketch = { timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: '5', currency: 'EUR' }])] }
    expect(codes(sketch)).toEqual(['currency-mismatch'])
    expect(outcome(sketch)).toBe('blocked')
  })
})

describe('terms', () => {
  const yearly = (steps: Parameters<typeof timeline>[1], billingStart = '2024-10-12') =>
    timeline('s-1', steps, { billingStart })

  test('a year is billed whole in the month in which it begins', () => {
    // 3 x 302.28 x 1.20 = 1088.208
    const timelines = [yearly([{ from: '2024-10-12', quantity: '3', cost: '302.28', term: 'annual' }])]
    expectLines(invoiceOf({ timelines }), [
      { quantity: 3, amount: '1088.21', servicePeriod: ['2026-10-12', '2027-10-12'] },
    ])
    expectLines(invoiceOf({ month: '2026-11', timelines }), [])
  })

  test('three years are billed once in three years', () => {
    const timelines = [yearly([{ from: '2023-10-12', quantity: '3', cost: '900.00', term: '3-year' }], '2023-10-12')]
    expectLines(invoiceOf({ timelines }), [
      { quantity: 3, amount: '3240.00', servicePeriod: ['2026-10-12', '2029-10-12'] },
    ])
    expectLines(invoiceOf({ month: '2027-10', timelines }), [])
  })

  test('a term from 29 February begins on 28 February in other years', () => {
    const timelines = [yearly([{ from: '2024-02-29', quantity: '1', cost: '100.00', term: 'annual' }], '2024-02-29')]
    expectLines(invoiceOf({ month: '2026-02', timelines }), [
      { quantity: 1, amount: '120.00', servicePeriod: ['2026-02-28', '2027-02-28'] },
    ])
    expectLines(invoiceOf({ month: '2028-02', timelines }), [
      { quantity: 1, amount: '120.00', servicePeriod: ['2028-02-29', '2029-02-28'] },
    ])
  })

  test('seats added within a year are billed for the rest of it under daily, and named under the other bases', () => {
    // 2 x 120.00 x 120 / 365 = 78.9041: from 12 Feb 2027 to 11 Jun 2027 is 120 days
    const timelines = [
      yearly(
        [
          { from: '2026-06-12', quantity: '3', cost: '100.00', term: 'annual' },
          { from: '2027-02-12', quantity: '5' },
        ],
        '2026-06-12',
      ),
    ]
    expectLines(invoiceOf({ month: '2027-02', timelines }), [
      { quantity: 2, amount: '78.90', servicePeriod: ['2027-02-12', '2027-06-12'] },
    ])
    expect(codes({ month: '2027-02', basis: 'whole-at-start', timelines })).toContain('mid-term-change')
  })

  test('a year that is cut short is credited for what is left of it under daily', () => {
    // 3 x 120.00 x 120 / 365 = 118.3562, as the year from 12 Jun 2026 ends on 12 Feb 2027
    const timelines = [
      yearly(
        [
          { from: '2026-06-12', quantity: '3', cost: '100.00', term: 'annual' },
          { from: '2027-02-12', inForce: false },
        ],
        '2026-06-12',
      ),
    ]
    expectLines(invoiceOf({ month: '2027-02', timelines }), [{ quantity: -3, amount: '-118.36' }])
    expectLines(invoiceOf({ month: '2027-03', timelines }), [])
  })

  test('a one-time charge is billed once, in the month of its start', () => {
    const timelines = [timeline('s-1', [{ from: '2026-10-12', quantity: '1', cost: '500.00', term: 'one-time' }])]
    for (const basis of bases) expectLines(invoiceOf({ basis, timelines }), [{ quantity: 1, amount: '600.00' }])
    expectLines(invoiceOf({ month: '2026-11', timelines }), [])
  })

  test('a trial is noted and not billed', () => {
    const sketch = { timelines: [timeline('s-1', [{ from: '2026-10-01', quantity: '5', status: 'trial' }])] }
    expect(codes(sketch)).toEqual(['trial-not-billed'])
    expect(outcome(sketch)).toBe('nothing-to-bill')
  })

  test('a pending one is billed and noted', () => {
    const sketch = { timelines: [timeline('s-1', [{ from: '2026-09-01', quantity: '5', status: 'pending' }])] }
    expectLines(invoiceOf(sketch), [{ quantity: 5, amount: '151.14' }])
    expect(codes(sketch)).toEqual(['status-unusual'])
  })
})

describe('manual lines', () => {
  test('a recurring one bills what it states each month', () => {
    expectLines(invoiceOf({ lines: [manual('rental', '2', '49.50')] }), [{ quantity: 2, amount: '99.00' }])
  })

  test('one for March only is billed in March only', () => {
    const lines = [manual('project', '7.5', '150.00', { month: '2026-03' })]
    expectLines(invoiceOf({ month: '2026-03', lines }), [{ quantity: '7.5', amount: '1125.00' }])
    expectLines(invoiceOf({ month: '2026-04', lines }), [])
  })

  test('one that begins on the 16th follows the basis', () => {
    // 99.00 x 16 / 31 = 51.0968
    const lines = [manual('rental', '2', '49.50', { from: '2026-10-16' })]
    expectLines(invoiceOf({ lines }), [{ quantity: 2, amount: '51.10' }])
    expectLines(invoiceOf({ basis: 'whole-at-start', lines }), [])
    expectLines(invoiceOf({ basis: 'whole-at-end', lines }), [{ quantity: 2, amount: '99.00' }])
  })

  test('a credit larger than the rest makes the total negative, and that is flagged', () => {
    const sketch = { lines: [manual('goodwill', '-1', '40.00'), manual('rental', '1', '27.50')] }
    expect(invoiceOf(sketch)).toMatchObject({ kind: 'credit-memo', total: '-12.50' })
    expect(codes(sketch)).toContain('negative-invoice')
  })

  test('a price in another currency blocks', () => {
    expect(codes({ lines: [manual('rental', '1', '27.50', { unitPrice: money('27.50', 'EUR') })] })).toEqual([
      'currency-mismatch',
    ])
  })
})

describe('fixed bundles', () => {
  test('bill their amount and cost their components', () => {
    const invoice = invoiceOf({ lines: [fixed('bundle', '500.00')], timelines: [held('17')] })
    expectLines(invoice, [{ quantity: 1, amount: '500.00', cost: '428.23' }])
    expect(invoice?.lines[0]?.covers[0]).toMatchObject({ subscriptionId: 's-1', quantity: '17', cost: '428.23' })
  })

  test('that cost more than they bill are flagged', () => {
    expect(codes({ lines: [fixed('bundle', '400.00')], timelines: [held('17')] })).toContain('negative-margin')
  })

  test('cost a component by its days under daily', () => {
    // 17 x 25.19 + 1 x 25.19 x 18 / 31 = 428.23 + 14.6265
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '17' },
        { from: '2026-10-14', quantity: '18' },
      ]),
    ]
    expectLines(invoiceOf({ lines: [fixed('bundle', '500.00')], timelines }), [
      { quantity: 1, amount: '500.00', cost: '442.86' },
    ])
  })
})

describe('pass-through', () => {
  test('each charge is billed at cost plus markup, rounded by itself, signs kept', () => {
    // 86.456 x 1.10 = 95.1016; -12.345 x 1.10 = -13.5795
    const lines = [passThrough('azure', { rules: { price: cost('10') } })]
    const charges = [charge('1', '86.456'), charge('2', '-12.345', { kind: 'service-credit' })]
    expectLines(invoiceOf({ lines, charges }), [
      { quantity: 1, amount: '95.10' },
      { quantity: 1, amount: '-13.58' },
    ])
  })

  test('the rest takes what no other line covers', () => {
    const items = [item('i-1', [{}]), item('i-2', [{ productId: 'p-2' }]), item('i-3')]
    const lines = [
      synced('seats'),
      passThrough('azure', { itemId: 'i-2' }),
      passThrough('rest', { itemId: 'i-3', takesRest: true }),
    ]
    const charges = [
      charge('1', '10.00'),
      charge('2', '20.00', { productId: 'p-2' }),
      charge('3', '30.00', { productId: 'p-9' }),
      charge('4', '40.00', { productId: undefined }),
    ]
    const invoice = invoiceOf({ items, lines, charges, timelines: [held('1')] })
    expect(invoice?.lines.map(({ billingLineId, amount }) => [billingLineId, amount])).toEqual([
      ['seats', '30.23'],
      ['azure', '24.00'],
      ['rest', '36.00'],
      ['rest', '48.00'],
    ])
  })

  test('what the distributor collects itself and what settles our account is never billed', () => {
    const sketch = {
      lines: [passThrough('all', { takesRest: true })],
      charges: [
        charge('1', '10.00', { billedByDistributor: true }),
        charge('2', '-50.00', { kind: 'payment-credit' }),
        charge('3', '-60.00', { kind: 'invoice-credit' }),
      ],
    }
    expect(invoiceOf(sketch)).toBeUndefined()
    expect(codes(sketch).sort()).toEqual([
      'charge-billed-by-distributor',
      'charge-touches-balance',
      'charge-touches-balance',
    ])
  })

  test('a charge of unknown cost blocks', () => {
    const sketch = { lines: [passThrough('all', { takesRest: true })], charges: [charge('1', 'unknown')] }
    expect([codes(sketch), outcome(sketch)]).toEqual([['charge-cost-unknown'], 'blocked'])
  })

  test('a charge of another client stays out', () => {
    const charges = [charge('1', '10.00', { companyId: 'c-2' })]
    expect(outcome({ lines: [passThrough('all', { takesRest: true })], charges })).toBe('nothing-to-bill')
  })
})

describe('mapping', () => {
  test('the commitment tells two items of one product apart', () => {
    const items = [item('i-1', [{}]), item('i-2', [{ commitmentTerm: '1-year' }])]
    const lines = [synced('monthly', { itemId: 'i-1' }), synced('yearly', { itemId: 'i-2' })]
    const timelines = [held('3'), timeline('s-2', [{ from: '2025-01-01', quantity: '7', commitment: '1-year' }])]
    expect(
      invoiceOf({ items, lines, timelines })?.lines.map(({ billingLineId, quantity }) => [billingLineId, quantity]),
    ).toEqual([
      ['monthly', '3'],
      ['yearly', '7'],
    ])
  })

  test('a client’s own mapping goes before the catalog’s', () => {
    const clients = [
      client('bear-creek', [synced('line-2', { itemId: 'i-2' })], {
        overrides: [
          {
            match: { connectionId: 'pax8', productId: 'p-1', commitmentTerm: undefined, billingTerm: undefined },
            itemId: 'i-2',
          },
        ],
      }),
    ]
    expectLines(invoiceOf({ items: [item('i-1', [{}]), item('i-2')], clients, timelines: [held('3')] }), [
      { quantity: 3, amount: '90.68' },
    ])
  })

  test('two lines that claim one subscription block, and neither bills it', () => {
    const sketch = { lines: [synced('line-1'), synced('line-2')], timelines: [held('3')] }
    expect([codes(sketch), outcome(sketch), invoiceOf(sketch)]).toEqual([
      ['subscription-on-two-lines'],
      'blocked',
      undefined,
    ])
  })

  test('two lines that follow each other in time each bill their days', () => {
    // 3 x 30.228 x 15 / 31 = 43.8794; x 16 / 31 = 46.8046
    const lines = [synced('old', { until: '2026-10-16' }), synced('new', { from: '2026-10-16' })]
    expectLines(invoiceOf({ lines, timelines: [held('3')] }), [
      { quantity: 3, amount: '43.88' },
      { quantity: 3, amount: '46.80' },
    ])
  })

  test('a subscription on no line is flagged with its cost, and so is a line without one', () => {
    // 2 x 25.19 = 50.38
    const sketch = {
      lines: [synced('line-1')],
      timelines: [timeline('s-9', [{ from: '2025-01-01', quantity: '2', product: 'p-9' }])],
    }
    expect(codes(sketch)).toEqual(['subscription-on-no-line', 'line-without-subscription'])
    expect(prepareDryRun(scenario(sketch)).clients[0]?.anomalies[0]?.atStake).toEqual({
      amount: '50.38',
      currency: 'USD',
    })
  })

  test('a company and a product that nobody mapped are flagged for the whole run with their cost a month', () => {
    // 3 x 25.19 = 75.57; a year of 240.00 is 20.00 a month, for 2 units 40.00
    const timelines = [
      timeline('s-8', [{ from: '2025-01-01', quantity: '3', company: 'c-9' }]),
      timeline('s-9', [{ from: '2025-01-01', quantity: '2', product: 'p-9', cost: '240.00', term: 'annual' }]),
    ]
    const { anomalies } = prepareDryRun(scenario({ timelines }))
    expect(anomalies.map(({ code, subject, atStake }) => [code, subject.id, atStake?.amount])).toEqual([
      ['unmapped-client', 'c-9', '75.57'],
      ['unmapped-product', 'p-9', '40.00'],
    ])
  })
})

describe('the run around it', () => {
  const billed = (): Invoice => {
    const invoice = invoiceOf({ month: '2026-09', timelines: [held('17')] })
    if (invoice === undefined) throw new Error('September must bill something.')
    return invoice
  }

  test('a line shows what it was last month', () => {
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '17' },
        { from: '2026-10-01', quantity: '18', cost: '27.00' },
      ]),
    ]
    const sketch = { timelines, billed: [billed()] }
    expect(invoiceOf(sketch)?.lines[0]?.was).toEqual({ quantity: '17', unitPrice: '30.228', amount: '513.88' })
    expect(codes(sketch)).toEqual(['price-changed'])
  })

  test('ten times the seats is a jump', () => {
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '17' },
        { from: '2026-10-01', quantity: '170' },
      ]),
    ]
    expect(codes({ timelines, billed: [billed()] })).toEqual(['total-changed', 'quantity-jump'])
  })

  test('a period that was billed is not billed again', () => {
    const sketch = { month: '2026-09', timelines: [held('17')], billed: [billed()] }
    expect([outcome(sketch), invoiceOf(sketch), codes(sketch)]).toEqual([
      'already-billed',
      undefined,
      ['period-already-billed'],
    ])
  })

  test('a month that has not begun blocks, one that is not over warns', () => {
    expect(outcome({ asOf: '2026-09-30', timelines: [held('1')] })).toBe('blocked')
    const run = prepareDryRun(scenario({ asOf: '2026-10-25', timelines: [held('1')] }))
    expect([run.clients[0]?.outcome, run.anomalies[0]?.code, run.anomalies[0]?.severity]).toEqual([
      'ready',
      'period-not-over',
      'warning',
    ])
  })

  test('a stale source blocks while it is older than the period’s end', () => {
    const source = (lastCompleteDay: string) => ({
      sources: [{ connectionId: 'pax8', lastCompleteDay, newestIsIncomplete: false, staleAfterDays: 2 }],
    })
    expect(outcome({ timelines: [held('1')], more: source('2026-10-27') })).toBe('blocked')
    expect(outcome({ timelines: [held('1')], asOf: '2026-11-05', more: source('2026-10-31') })).toBe('ready')
    expect(codes({ timelines: [held('1')], asOf: '2026-11-05', more: source('2026-10-31') })).toEqual(['sync-stale'])
  })

  test('an incomplete newest copy warns', () => {
    const sources = [
      { connectionId: 'pax8', lastCompleteDay: '2026-10-31', newestIsIncomplete: true, staleAfterDays: 2 },
    ]
    expect(codes({ timelines: [held('1')], more: { sources } })).toEqual(['sync-incomplete'])
  })

  test('a missing ledger customer or item blocks', () => {
    const unmapped = [
      client('bear-creek', [synced('line-1')], { ledger: { connectionId: 'quickbooks', customerId: undefined } }),
    ]
    expect(codes({ clients: unmapped, timelines: [held('1')] })).toEqual(['ledger-customer-missing'])
    const bare = { ...item('i-1', [{}]), ledgerItems: new Map<string, string>() }
    expect(codes({ items: [bare], timelines: [held('1')] })).toEqual(['ledger-item-missing'])
  })

  test('a change whose day is open is flagged where the day decides', () => {
    const window = { notBefore: '2026-10-29', notAfter: '2026-11-02' }
    const timelines = [
      timeline('s-1', [
        { from: '2025-01-01', quantity: '5' },
        { from: '2026-11-02', quantity: '6', window },
      ]),
    ]
    expect(codes({ timelines })).toEqual(['uncertain-change-over-boundary'])
    expect(codes({ basis: 'whole-at-end', timelines })).toEqual(['uncertain-change-over-boundary'])
    expect(codes({ basis: 'whole-at-start', timelines })).toEqual([])
  })

  test('a change between two nights in a row is a note, and one of the name alone is nothing', () => {
    const window = { notBefore: '2026-10-13', notAfter: '2026-10-14' }
    const before = { from: '2025-01-01', quantity: '5' }
    const seats = [timeline('s-1', [before, { from: '2026-10-14', quantity: '6', window }])]
    const found = prepareDryRun(scenario({ timelines: seats })).clients[0]?.anomalies ?? []
    expect(found.map(({ code, severity }) => `${code} ${severity}`)).toContain('uncertain-change-day note')
    const status = [timeline('s-1', [before, { from: '2026-10-14', status: 'pending', window }])]
    expect(codes({ timelines: status })).not.toContain('uncertain-change-day')
  })

  test('one client’s trouble does not touch another', () => {
    const clients = [
      client('a', [synced('line-a')]),
      client('b', [manual('rental', '1', '10.00')], {
        companies: [],
        ledger: { connectionId: 'quickbooks', customerId: 'cust-2' },
      }),
    ]
    const run = prepareDryRun(
      scenario({ clients, timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: 'unknown' }])] }),
    )
    expect(run.clients.map(({ outcome: one }) => one)).toEqual(['blocked', 'ready'])
  })

  test('quantities of the same size are the same however they are written', () => {
    const timelines = [timeline('s-1', [{ from: '2025-01-01', quantity: '5.0' }])]
    expect(invoiceOf({ timelines })?.lines[0]?.quantity).toBe('5')
    expect(decimal('5.0').units).toBe(50n)
  })
})
