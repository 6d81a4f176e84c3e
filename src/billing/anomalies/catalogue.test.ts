import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  charge,
  client,
  cost,
  fixed,
  hold,
  manual,
  passThrough,
  scenario,
  synced,
  timeline,
  type Scenario,
} from '../../../test/helpers/billing-scenario.ts'
import type { Anomaly } from '../../domain/anomaly.ts'
import type { ClientDryRun } from '../dry-run.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'
import { catalogue } from './catalogue.ts'
import { ledgerCannotHold } from './ledger-cannot-hold.ts'
import { sortAnomalies } from './sort-anomalies.ts'

const anomaliesOf = (sketch: Scenario): readonly Anomaly[] => {
  const run = prepareDryRun(scenario(sketch))
  return [...run.anomalies, ...run.clients.flatMap(({ anomalies }) => anomalies)]
}

describe('the catalogue', () => {
  test('says of every code what it means, what to do, and gives an example', () => {
    for (const entry of Object.values(catalogue)) {
      for (const text of [entry.meaning, entry.nextStep, entry.example]) expect(text).toMatch(/^\S.*\.$/su)
    }
  })
})

describe('each anomaly has the numbers in its sentence', () => {
  const month = (steps: Parameters<typeof timeline>[1]): Scenario => ({ timelines: [timeline('s-1', steps)] })

  test.each([
    [
      'unknown-quantity',
      month([{ from: '2025-01-01', quantity: 'unknown' }]),
      'The quantity of product p-1 (subscription s-1) is unknown from 1 Oct 2026 to 31 Oct 2026.',
    ],
    [
      'unknown-cost',
      month([{ from: '2025-01-01', quantity: '5', cost: 'unknown' }]),
      'The unit cost of product p-1 (subscription s-1) is unknown, so cost + 20 % gives no price for 5 units.',
    ],
    [
      'no-evidence-for-period',
      { timelines: [timeline('s-1', [{ from: '2026-10-15', quantity: '5' }], { before: 'unknown' })] },
      'Nothing is known of product p-1 (subscription s-1) before 15 Oct 2026.',
    ],
    [
      'currency-mismatch',
      month([{ from: '2025-01-01', quantity: '5', currency: 'EUR' }]),
      'The price of product p-1 (subscription s-1) is made from EUR; the client is billed in USD.',
    ],
    [
      'price-held-below-cost',
      { ...month([{ from: '2025-01-01', quantity: '17' }]), price: hold('22.00') },
      'Item i-1 is held at 22.00 USD and costs 25.19 USD: 54.23 USD a month for 17.',
    ],
    [
      'negative-margin',
      { lines: [fixed('bundle', '400.00')], ...month([{ from: '2025-01-01', quantity: '17' }]) },
      '"Item i-1" (line bundle) bills 400.00 USD and costs 428.23 USD: 28.23 USD short.',
    ],
    [
      'negative-margin',
      { ...month([{ from: '2025-01-01', quantity: '2' }]), price: cost('-10') },
      '"Item i-1" (line line-1) bills 45.34 USD and costs 50.38 USD: 5.04 USD short.',
    ],
    [
      'subscription-on-two-lines',
      { lines: [synced('b'), synced('a')], ...month([{ from: '2025-01-01', quantity: '2' }]) },
      'product p-1 (subscription s-1) is claimed by the lines a and b; none of them bills it.',
    ],
    [
      'subscription-on-no-line',
      { lines: [], ...month([{ from: '2025-01-01', quantity: '2' }]) },
      'product p-1 (subscription s-1) is on no line, because no line bills the item i-1: 2 units, 50.38 USD of cost a month.',
    ],
    [
      'line-without-subscription',
      {},
      '"Item i-1" (line line-1) follows no subscription in 2026-10, so it bills nothing.',
    ],
    [
      'uncertain-change-day',
      month([
        { from: '2025-01-01', quantity: '2' },
        { from: '2026-10-14', quantity: '3', window: { notBefore: '2026-10-12', notAfter: '2026-10-14' } },
      ]),
      'product p-1 (subscription s-1) changed on a day from 12 Oct 2026 to 14 Oct 2026; 14 Oct 2026 is used.',
    ],
    [
      'negative-invoice',
      { lines: [manual('goodwill', '-1', '12.50')] },
      'The total for Client bear-creek is -12.50 USD, so it is a credit memo.',
    ],
    [
      'charge-on-no-line',
      { charges: [charge('i-1-3', '86.46', { productId: 'p-9' })] },
      'Charge i-1-3 "Charge i-1-3" of 86.46 USD is on no line of Client bear-creek.',
    ],
    [
      'charge-on-no-line',
      { charges: [charge('i-1-3', '86.46', { companyId: undefined })] },
      'Charge i-1-3 "Charge i-1-3" of 86.46 USD names no company, so no client can be billed for it.',
    ],
    [
      'charge-cost-unknown',
      { lines: [passThrough('all', { takesRest: true })], charges: [charge('7', 'unknown')] },
      'Charge 7 "Charge 7" of an unknown cost has no cost, so it has no amount.',
    ],
    [
      'unmapped-client',
      { timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: '3', company: 'c-9' }])] },
      'A company (company c-9 of pax8) is no client of ours: 1 subscriptions, 0 charges, 75.57 USD of cost a month.',
    ],
    [
      'unmapped-product',
      { lines: [], timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: '3', product: 'p-9' }])] },
      'A product (product p-9 of pax8) is mapped to no item: 1 subscriptions, 75.57 USD of cost a month.',
    ],
  ] satisfies [string, Scenario, string][])('%s', (code, sketch, sentence) => {
    const found = anomaliesOf(sketch).find((anomaly) => anomaly.code === code)
    expect(found?.message).toBe(sentence)
    expect(found?.nextStep).not.toBe('')
  })

  test('what a ledger cannot hold becomes an anomaly that blocks', () => {
    const invoice = { clientId: 'bear-creek', ledgerConnectionId: 'quickbooks' }
    const [anomaly] = ledgerCannotHold(invoice, [
      { field: 'lines[3].description', message: 'it has 4,120 characters.' },
    ])
    expect(anomaly).toMatchObject({
      severity: 'blocking',
      message: 'quickbooks cannot hold lines[3].description: it has 4,120 characters.',
    })
  })
})

test('anomalies come worst first: blocking, then by what is at stake', () => {
  const [warning] = anomaliesOf({
    price: hold('22.00'),
    timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: '17' }])],
  })
  if (warning === undefined) throw new Error('A hold below cost must be flagged.')
  const larger = { ...warning, atStake: { amount: '100.00', currency: 'USD' } }
  const blocking = { ...warning, severity: 'blocking' as const, atStake: undefined }
  const note = { ...larger, severity: 'note' as const }
  expect(sortAnomalies([note, warning, blocking, larger])).toEqual([blocking, larger, warning, note])
})

describe('nothing that an anomaly reports is silently fixed', () => {
  const step = fc.record({
    from: fc.constantFrom('2025-01-01', '2026-09-20', '2026-10-01', '2026-10-14', '2026-10-31'),
    quantity: fc.constantFrom('unknown', '0', '1', '17'),
    cost: fc.constantFrom('unknown', '25.19'),
    currency: fc.constantFrom('USD', 'EUR'),
    term: fc.constantFrom('monthly' as const, 'annual' as const, 'unknown' as const),
    product: fc.constantFrom('p-1', 'p-9'),
    inForce: fc.boolean(),
  })
  const month = fc.record({
    basis: fc.constantFrom('whole-at-start' as const, 'whole-at-end' as const, 'daily' as const),
    steps: fc.array(fc.uniqueArray(step, { selector: ({ from }) => from, minLength: 1, maxLength: 4 }), {
      maxLength: 4,
    }),
    before: fc.constantFrom('unknown' as const, 'not-running' as const),
    lineIds: fc.constantFrom(['line-1'], ['line-1', 'line-2'], []),
    charges: fc.array(fc.constantFrom('unknown', '12.34', '-5.00'), { maxLength: 3 }),
  })

  function runOf({
    steps,
    before,
    lineIds,
    charges,
    basis,
  }: typeof month extends fc.Arbitrary<infer T> ? T : never): ClientDryRun | undefined {
    const lines = [...lineIds.map((lineId) => synced(lineId)), passThrough('rest', { itemId: 'i-2', takesRest: true })]
    const timelines = steps.map((sketches, index) =>
      timeline(
        `s-${String(index)}`,
        [...sketches].sort((a, b) => (a.from < b.from ? -1 : 1)),
        { before, billingStart: '2024-10-14' },
      ),
    )
    return prepareDryRun(
      scenario({
        basis,
        clients: [client('bear-creek', lines)],
        timelines,
        charges: charges.map((amount, index) => charge(String(index), amount, { productId: 'p-7' })),
      }),
    ).clients[0]
  }

  test('what is blocked for a subscription or a charge is on no line, and blocks the client', () => {
    fc.assert(
      fc.property(month, (sketch) => {
        const run = runOf(sketch)
        for (const { severity, subject } of run?.anomalies ?? []) {
          if (severity !== 'blocking') continue
          expect(run?.outcome).toBe('blocked')
          const covers = run?.invoice?.lines.flatMap((line) => line.covers) ?? []
          const named = covers.filter(({ subscriptionId, chargeId }) =>
            subject.kind === 'charge'
              ? chargeId === subject.id
              : subject.kind === 'subscription' && subscriptionId === subject.id,
          )
          // A yearly and a monthly part of one subscription are two things, and so are a yearly term and a change in the
          // middle of it; the part that is known may be billed, while the other blocks.
          const parts = sketch.steps[Number(subject.id.slice(2))] ?? []
          const kinds = new Set(parts.map(({ term, product }) => `${term} ${product}`))
          const isOneThing = parts.length <= 1 || (kinds.size === 1 && parts.every(({ term }) => term === 'monthly'))
          if (isOneThing) expect(named).toEqual([])
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('every unit that was held and is not billed is named by an anomaly', () => {
    fc.assert(
      fc.property(month, (sketch) => {
        const run = runOf({
          ...sketch,
          basis: 'daily',
          lineIds: ['line-1'],
          steps: sketch.steps.map((steps) =>
            steps.map((one) => ({ ...one, term: 'monthly' as const, product: 'p-1' })),
          ),
        })
        sketch.steps.forEach((steps, index) => {
          const id = `s-${String(index)}`
          const sorted = [...steps].sort((a, b) => (a.from < b.from ? -1 : 1))
          const holdsSome = sorted.some(
            ({ inForce, quantity, from }, at) =>
              inForce && quantity !== '0' && from < '2026-11-01' && (sorted[at + 1]?.from ?? '9999') > '2026-10-01',
          )
          if (!holdsSome) return
          const isBilled =
            run?.invoice?.lines.some(({ covers }) => covers.some(({ subscriptionId }) => subscriptionId === id)) ===
            true
          const isNamed = run?.anomalies.some(({ subject }) => subject.id === id) === true
          expect(isBilled || isNamed).toBe(true)
        })
      }),
      { numRuns: 1000 },
    )
  })
})
