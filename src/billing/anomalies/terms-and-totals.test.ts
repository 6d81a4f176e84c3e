import { describe, expect, test } from 'vitest'
import {
  charge,
  client,
  fixed,
  hold,
  item,
  manual,
  passThrough,
  scenario,
  synced,
  timeline,
  type Scenario,
  type StepSketch,
} from '../../../test/helpers/billing-scenario.ts'
import type { Anomaly, AnomalyCode } from '../../domain/anomaly.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { billingMonth } from '../../domain/period.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import { decimal } from '../../money/decimal.ts'
import type { BilledTotal } from '../dry-run-input.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'

function found(code: AnomalyCode, sketch: Scenario): readonly Anomaly[] {
  const { clients } = prepareDryRun(scenario(sketch))
  return clients.flatMap(({ anomalies }) => anomalies).filter((anomaly) => anomaly.code === code)
}

const sentences = (code: AnomalyCode, sketch: Scenario): readonly string[] =>
  found(code, sketch).map(({ message }) => message)

const seventeen: StepSketch = { from: '2025-01-01', quantity: '17', commitment: '1-year' }

function committed(end: string | undefined, ...steps: readonly StepSketch[]): SubscriptionTimeline {
  return { ...timeline('s-1', steps), commitmentEnd: end }
}

/** October 2026, run on 1 November. */
const month = (...timelines: readonly SubscriptionTimeline[]): Scenario => ({ timelines })

describe('a term that ends soon', () => {
  test('is told with its units and days, and what it costs a month', () => {
    // 17 x 25.19 = 428.23
    const [anomaly] = found('term-ends-soon', month(committed('2026-11-14', seventeen)))
    expect(anomaly?.message).toBe(
      'product p-1 (subscription s-1): its 1-year commitment of 17 units ends on 14 Nov 2026, in 13 days.',
    )
    expect(anomaly).toMatchObject({ severity: 'note', atStake: { amount: '428.23', currency: 'USD' } })
  })

  test('is told of a subscription that was cancelled for a later day', () => {
    const ending = timeline('s-1', [seventeen, { from: '2026-11-02', inForce: false }])
    expect(sentences('term-ends-soon', month(ending))).toEqual([
      'product p-1 (subscription s-1): it ends on 2 Nov 2026, in 1 day.',
    ])
  })

  test.each([
    ['a later one', '2026-12-02'],
    ['one that is over', '2026-10-31'],
    ['an unknown one', undefined],
  ])('%s is not', (_, end) => {
    expect(sentences('term-ends-soon', month(committed(end, seventeen)))).toEqual([])
  })

  test('a commitment of a month, which ends every month, is not', () => {
    expect(
      sentences('term-ends-soon', month(committed('2026-11-14', { ...seventeen, commitment: 'monthly' }))),
    ).toEqual([])
  })

  test('how soon, the client may say', () => {
    const clients = [client('bear-creek', [synced('line-1')], { thresholds: { termEndDays: 5 } })]
    expect(sentences('term-ends-soon', { ...month(committed('2026-11-14', seventeen)), clients })).toEqual([])
  })
})

describe('a renewal', () => {
  test('from which on a unit costs more is told with the difference', () => {
    // 17 x (26.45 - 25.19) = 21.42
    const renewed = committed('2027-10-14', seventeen, { from: '2026-10-14', cost: '26.45' })
    const [anomaly] = found('price-changed-at-renewal', month(renewed))
    expect(anomaly?.message).toBe(
      'product p-1 (subscription s-1) costs 26.45 USD instead of 25.19 USD since its renewal on 14 Oct 2026: 21.42 USD more a month for 17.',
    )
    expect(anomaly?.atStake).toEqual({ amount: '21.42', currency: 'USD' })
  })

  test('a cost that moves on another day is none', () => {
    const moved = committed('2027-10-14', seventeen, { from: '2026-10-20', cost: '26.45' })
    expect(sentences('price-changed-at-renewal', month(moved))).toEqual([])
  })

  test('that did not happen, so that a commitment became a monthly one, is told', () => {
    const rolled = committed('2026-11-14', seventeen, { from: '2026-10-14', commitment: 'monthly' })
    expect(sentences('term-rolled-over', month(rolled))).toEqual([
      'product p-1 (subscription s-1) went from a 1-year commitment to a monthly one on 14 Oct 2026 and runs on with 17 units.',
    ])
  })

  test('of which nothing is known after the commitment has ended is told', () => {
    expect(sentences('term-rolled-over', month(committed('2026-10-14', seventeen)))).toEqual([
      'The 1-year commitment of product p-1 (subscription s-1) ended on 14 Oct 2026, no new one is known, and it runs on with 17 units.',
    ])
  })

  test('a subscription that ended with its commitment is not told of', () => {
    const ended = committed('2026-10-14', seventeen, { from: '2026-10-14', inForce: false })
    expect(sentences('term-rolled-over', month(ended))).toEqual([])
  })

  test('a commitment that was made longer is not told of', () => {
    const longer = committed('2029-10-14', seventeen, { from: '2026-10-14', commitment: '3-year' })
    expect(sentences('term-rolled-over', month(longer))).toEqual([])
  })
})

describe('a trial', () => {
  const trial: StepSketch = { from: '2026-09-12', quantity: '5', status: 'trial', cost: '0' }

  test('that ended and became a paid subscription is told with its price', () => {
    const paid = timeline('s-1', [trial, { from: '2026-10-12', status: 'active', cost: '30.00' }])
    const [anomaly] = found('trial-ended', month(paid))
    expect(anomaly?.message).toBe(
      'The trial of product p-1 (subscription s-1), 5 units, ended on 12 Oct 2026; since then it is 5 units at 30.00 USD each.',
    )
    expect(anomaly).toMatchObject({ severity: 'warning', atStake: { amount: '150.00', currency: 'USD' } })
  })

  test('that ended for good is a note', () => {
    const [anomaly] = found('trial-ended', month(timeline('s-1', [trial, { from: '2026-10-12', inForce: false }])))
    expect(anomaly?.severity).toBe('note')
    expect(anomaly?.message).toContain('ended on 12 Oct 2026, and nothing of it is left.')
  })

  test('that still runs, or that ended before, is not told of', () => {
    expect(sentences('trial-ended', month(timeline('s-1', [trial])))).toEqual([])
    const earlier = timeline('s-1', [trial, { from: '2026-09-28', status: 'active', cost: '30.00' }])
    expect(sentences('trial-ended', month(earlier))).toEqual([])
  })
})

describe('fewer units than a commitment is for', () => {
  test('are told with what the rest costs', () => {
    // 2 x 25.19 = 50.38
    const fewer = committed('2027-03-14', seventeen, { from: '2026-10-05', quantity: '15' })
    const [anomaly] = found('quantity-below-commitment', month(fewer))
    expect(anomaly?.message).toBe(
      'product p-1 (subscription s-1) is 15 of the 17 units of its 1-year commitment until 14 Mar 2027: 2 unused, 50.38 USD of cost a month.',
    )
    expect(anomaly?.atStake).toEqual({ amount: '50.38', currency: 'USD' })
  })

  test('are not told of after the commitment was renewed with them, or where there is none', () => {
    const renewed = committed('2027-10-05', seventeen, { from: '2026-10-05', quantity: '15' })
    expect(sentences('quantity-below-commitment', month(renewed))).toEqual([])
    const free = timeline('s-1', [
      { from: '2025-01-01', quantity: '17' },
      { from: '2026-10-05', quantity: '15' },
    ])
    expect(sentences('quantity-below-commitment', month(free))).toEqual([])
  })
})

describe('a held price that ends soon', () => {
  const held = (until: string): Scenario => ({
    ...month(timeline('s-1', [{ from: '2025-01-01', quantity: '17' }])),
    lines: [synced('line-1', { rules: { price: hold('32.00', until) } })],
  })

  test('is told with the rule that follows', () => {
    // 17 x 32.00 = 544.00
    const [anomaly] = found('held-price-ends-soon', held('2026-11-21'))
    expect(anomaly?.message).toBe(
      '"Item i-1" (line line-1): the held price of 32.00 USD ends on 21 Nov 2026, in 20 days; then cost + 20 % applies.',
    )
    expect(anomaly?.atStake).toEqual({ amount: '544.00', currency: 'USD' })
  })

  test('one that ends later, or has ended, is not', () => {
    expect(sentences('held-price-ends-soon', held('2026-12-02'))).toEqual([])
    expect(sentences('held-price-ends-soon', held('2026-11-01'))).toEqual([])
  })
})

function billed(total: string, more: Partial<Invoice> = {}): Invoice {
  const [made] = prepareDryRun(scenario({ month: '2026-09', lines: [manual('fee', '1', total)] })).invoices
  if (made === undefined) throw new Error('September bills a fee.')
  return { ...made, ...more }
}

describe('a total', () => {
  const now = (amount: string, last: string): Scenario => ({
    lines: [manual('fee', '1', amount)],
    billed: [billed(last)],
  })

  test('that moved by a quarter and a hundred is told, whichever way', () => {
    expect(sentences('total-changed', now('500.00', '400.00'))).toEqual([
      'The total for Client bear-creek is 500.00 USD instead of 400.00 USD last period: 100.00 USD more (25 %).',
    ])
    expect(found('total-changed', now('100.00', '400.00'))[0]?.atStake).toEqual({ amount: '300.00', currency: 'USD' })
  })

  test('that moved by less of either is not', () => {
    expect(sentences('total-changed', now('499.99', '400.00'))).toEqual([])
    expect(sentences('total-changed', now('30.00', '10.00'))).toEqual([])
  })

  test('that fell to nothing is told although there is no invoice', () => {
    expect(sentences('total-changed', { lines: [], billed: [billed('400.00')] })).toEqual([
      'The total for Client bear-creek is 0.00 USD instead of 400.00 USD last period: 400.00 USD less (100 %).',
    ])
  })

  test('is held against the client’s own thresholds first', () => {
    const clients = [
      client('bear-creek', [manual('fee', '1', '500.00')], { thresholds: { totalChangeLeast: decimal('100.01') } }),
    ]
    expect(sentences('total-changed', { clients, billed: [billed('400.00')] })).toEqual([])
  })

  const earlier = (...totals: readonly string[]): BilledTotal[] =>
    totals.map((total, index) => ({
      clientId: 'bear-creek',
      billingPeriod: billingMonth(`2026-0${String(index + 1)}`),
      currency: 'USD',
      total,
    }))
  const range = (amount: string, ...totals: readonly string[]): Scenario => ({
    lines: [manual('fee', '1', amount)],
    more: { earlierTotals: earlier(...totals) },
  })

  test('far above the last twelve months is told with their range', () => {
    // 400.00 and a quarter of it is 500.00.
    expect(sentences('total-above-range', range('500.01', '350.00', '400.00', '380.00'))).toEqual([
      'The total for Client bear-creek is 500.01 USD, above the 350.00 USD to 400.00 USD of the 3 months billed of the last twelve.',
    ])
  })

  test('within a quarter of the largest, or with two months to compare with, is not', () => {
    expect(sentences('total-above-range', range('500.00', '350.00', '400.00', '380.00'))).toEqual([])
    expect(sentences('total-above-range', range('900.00', '350.00', '400.00'))).toEqual([])
  })

  test('of lines that cancel each other out is told; an invoice of nothing is none', () => {
    const lines = [manual('fee', '1', '50.00'), manual('goodwill', '-1', '50.00')]
    expect(sentences('zero-invoice', { lines })).toEqual(['The total for Client bear-creek is 0.00 USD, of 2 lines.'])
    expect(sentences('zero-invoice', { lines: [] })).toEqual([])
    expect(sentences('zero-invoice', { lines: [manual('fee', '1', '50.00')] })).toEqual([])
  })
})

describe('what seems to be billed twice', () => {
  test('two charges that are alike in everything are told', () => {
    const alike = { description: 'Backup', servicePeriod: billingMonth('2026-10') }
    const sketch: Scenario = {
      lines: [passThrough('all', { takesRest: true })],
      charges: [charge('7', '50.00', alike), charge('9', '50.00', alike), charge('8', '50.01', alike)],
    }
    const [anomaly, ...others] = found('duplicate-charge', sketch)
    expect(anomaly?.message).toBe('Charge 9 "Backup" of 50.00 USD is like charge 7 in everything; both are billed.')
    expect(anomaly?.atStake).toEqual({ amount: '50.00', currency: 'USD', isOnce: true })
    expect(others).toEqual([])
    const [run] = prepareDryRun(scenario(sketch)).clients
    expect(run?.invoice?.lines).toHaveLength(3)
  })

  test('meters of usage that are alike are not', () => {
    const alike = { description: 'Egress', kind: 'usage' as const }
    const charges = [charge('7', '0.01', alike), charge('9', '0.01', alike)]
    expect(sentences('duplicate-charge', { lines: [passThrough('all', { takesRest: true })], charges })).toEqual([])
  })

  test('a subscription whose charge is passed on and whose seats are billed is told', () => {
    const about = { subscriptionId: 's-1', productId: 'p-2', servicePeriod: billingMonth('2026-10') }
    const sketch: Scenario = {
      items: [item('i-1', [{}]), item('i-2', [{ productId: 'p-2' }])],
      lines: [synced('seats'), passThrough('all', { itemId: 'i-2' })],
      timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: '2' }])],
      charges: [charge('7', '50.38', about)],
    }
    // 2 x 30.228 = 60.456 -> 60.46; 50.38 x 1.20 = 60.456 -> 60.46
    expect(sentences('duplicate-charge', sketch)).toEqual([
      'The lines seats (60.46 USD) and all (60.46 USD) both bill subscription s-1 for 1 Oct 2026 to 31 Oct 2026.',
    ])
  })

  test('two lines with the same text, quantity and price are told; another text is another thing', () => {
    const twins = [manual('a', '1', '45.00'), manual('b', '1', '45.00')]
    expect(sentences('duplicate-charge', { lines: twins })).toEqual([
      'The lines a and b both bill "Item i-1", 1 x 45.00 USD for 1 Oct 2026 to 31 Oct 2026.',
    ])
    const named = [manual('a', '1', '45.00'), manual('b', '1', '45.00', { description: 'Firewall, cellar' })]
    expect(sentences('duplicate-charge', { lines: named })).toEqual([])
  })
})

describe('too many lines for one subscription', () => {
  const flickering = (days: number): SubscriptionTimeline =>
    timeline('s-1', [
      { from: '2025-01-01', quantity: '1' },
      ...Array.from({ length: days }, (_, index) => ({
        from: `2026-10-${String(index + 2).padStart(2, '0')}`,
        quantity: String((index % 2) + 2),
      })),
    ])
  const clients = [client('bear-creek', [synced('line-1')], { thresholds: { linesPerSubscription: 5 } })]

  test('block the invoice', () => {
    // The seat of the first day and five changes: six lines.
    const { clients: results } = prepareDryRun(scenario({ clients, timelines: [flickering(5)] }))
    expect(results[0]?.outcome).toBe('blocked')
    expect(results[0]?.anomalies.filter(({ severity }) => severity === 'blocking')).toMatchObject([
      {
        code: 'too-many-lines',
        message: '6 lines bill subscription s-1 of Client bear-creek; at most 5 are taken unseen.',
      },
    ])
  })

  test('as many as are taken do not', () => {
    expect(sentences('too-many-lines', { clients, timelines: [flickering(4)] })).toEqual([])
  })
})

describe('an item that all other clients have a line for', () => {
  const four = (...lineItems: readonly (readonly string[])[]): Scenario => ({
    items: [item('i-1'), item('i-2')],
    clients: lineItems.map((items, index) =>
      client(
        `client-${String(index)}`,
        items.map((itemId) => manual(`line-${itemId}`, '1', '10.00', { itemId })),
        { companies: [] },
      ),
    ),
  })

  test('is told of the one that has none', () => {
    expect(sentences('usual-line-missing', four(['i-1'], ['i-1', 'i-2'], ['i-1'], ['i-2']))).toEqual([
      'All 3 other clients have a line for Item i-1; Client client-3 has none.',
    ])
  })

  test('counts where it is a component of a bundle', () => {
    const sketch = four(['i-1'], ['i-1'], ['i-1'], [])
    const bundled = client('client-3', [fixed('bundle', '10.00', { itemId: 'i-2' })], { companies: [] })
    const clients = [...(sketch.clients ?? []).slice(0, 3), bundled]
    expect(sentences('usual-line-missing', { ...sketch, clients })).toEqual([])
  })

  test('is not told where two lack it, or where there are only two others', () => {
    expect(sentences('usual-line-missing', four(['i-1'], ['i-1'], ['i-1'], [], []))).toEqual([])
    expect(sentences('usual-line-missing', four(['i-1'], ['i-1'], []))).toEqual([])
  })
})

describe('a change whose day is known only within a window', () => {
  const changed = (notBefore: string, notAfter: string): Scenario =>
    month(
      timeline('s-1', [
        { from: '2025-01-01', quantity: '2' },
        { from: notAfter, quantity: '3', window: { notBefore, notAfter } },
      ]),
    )

  test('that reaches into the month before is told as such', () => {
    expect(sentences('uncertain-change-over-boundary', changed('2026-09-29', '2026-10-02'))).toEqual([
      'product p-1 (subscription s-1) changed on a day from 29 Sep 2026 to 2 Oct 2026; 2 Oct 2026 is used, and it may have been in Sep 2026.',
    ])
  })

  test('that reaches into the next month is told as such', () => {
    expect(sentences('uncertain-change-over-boundary', changed('2026-10-30', '2026-11-02'))).toEqual([
      'product p-1 (subscription s-1) changed on a day from 30 Oct 2026 to 2 Nov 2026; 2 Nov 2026 is used, and it may have been in Nov 2026.',
    ])
  })

  test('that lies inside the month is the other anomaly', () => {
    const inside = changed('2026-10-12', '2026-10-14')
    expect([sentences('uncertain-change-over-boundary', inside), sentences('uncertain-change-day', inside)]).toEqual([
      [],
      ['product p-1 (subscription s-1) changed on a day from 12 Oct 2026 to 14 Oct 2026; 14 Oct 2026 is used.'],
    ])
  })
})

test('a subscription on no line says so when it is new', () => {
  const sketch: Scenario = { lines: [], timelines: [timeline('s-1', [{ from: '2026-10-12', quantity: '2' }])] }
  expect(sentences('subscription-on-no-line', sketch)).toEqual([
    'product p-1 (subscription s-1), new since 12 Oct 2026, is on no line, because no line bills the item i-1: 2 units, 50.38 USD of cost a month.',
  ])
})
