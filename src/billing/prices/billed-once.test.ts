import { expect, test } from 'vitest'
import {
  charge,
  client,
  fixed,
  hold,
  item,
  passThrough,
  scenario,
  synced,
  timeline,
  type Scenario,
} from '../../../test/helpers/billing-scenario.ts'
import type { BillingRules } from '../../domain/billing-config.ts'
import { billingMonth } from '../../domain/period.ts'
import { decimal } from '../../money/decimal.ts'
import { money } from '../../money/money.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'

/** October is billed; November looks at it again with more rates known, and must find nothing to correct. */
function correctionsOf(sketch: Scenario, since: BillingRules = {}): string[] {
  const house: BillingRules = { ...sketch.house, trueUps: { window: 3 } }
  const october = scenario({ ...sketch, house, month: '2026-10' })
  const [billed] = prepareDryRun(october).invoices
  if (billed === undefined) expect.fail('October bills something.')
  const november = scenario({ ...sketch, house, month: '2026-11', billed: [billed] })
  const { config } = scenario({ ...sketch, house: { ...house, ...since }, month: '2026-10' })
  const closedPeriods = [{ billingPeriod: billingMonth('2026-10'), config, configRecordedAt: '2026-10-01T00:00:00Z' }]
  const [result] = prepareDryRun({
    ...november,
    charges: [],
    earlierCharges: sketch.charges ?? [],
    closedPeriods,
  }).clients
  return (result?.invoice?.lines ?? [])
    .filter(({ source }) => source === 'true-up')
    .map(({ description }) => description)
}

const changing = timeline('s-1', [
  { from: '2025-01-01', quantity: '9' },
  { from: '2026-10-14', quantity: '12', cost: '26.00' },
])

const cases: Readonly<Record<string, Scenario>> = {
  'discounts and a minimum charge': {
    house: {
      discounts: [{ percent: decimal('10') }, { amount: money('5', 'USD') }],
      minimumCharge: money('900', 'USD'),
    },
    timelines: [changing],
  },
  tiers: {
    price: {
      policy: 'tiers',
      mode: 'graduated',
      steps: [
        { upTo: decimal('10'), unitPrice: money('20', 'USD') },
        { upTo: undefined, unitPrice: money('18', 'USD') },
      ],
    },
    timelines: [changing],
  },
  'a margin with notice': {
    price: { policy: 'margin', percent: decimal('30') },
    house: { follow: { noticeDays: 10 } },
    timelines: [changing],
  },
  'a bundle with overage and components to be seen': {
    lines: [
      fixed('bundle', '500.00', {
        components: [{ itemId: 'i-1', included: decimal('10'), overagePrice: hold('30.00') }],
        showComponents: true,
      }),
    ],
    timelines: [changing],
  },
  'collapsed usage': {
    lines: [passThrough('azure', { takesRest: true, rules: { usage: 'collapse' } })],
    charges: [
      charge('u-1', '0.333', { kind: 'usage', productId: 'p-9' }),
      charge('u-2', '0.333', { kind: 'usage', productId: 'p-9' }),
      charge('c-3', '-4.00', { kind: 'prorate', productId: 'p-9' }),
    ],
  },
  'a rate of the invoice date, newer ones being known since': {
    house: { exchange: { rate: 'invoice-date' } },
    items: [item('i-1', [{}])],
    clients: [client('bear-creek', [synced('line-1')])],
    timelines: [timeline('s-1', [{ from: '2025-01-01', quantity: '3', cost: '20.00', currency: 'EUR' }])],
    more: {
      rates: [
        { from: 'EUR', to: 'USD', day: '2026-10-30', rate: decimal('1.0925'), source: 'ECB' },
        { from: 'EUR', to: 'USD', day: '2026-11-27', rate: decimal('1.2'), source: 'ECB' },
      ],
    },
  },
}

test.each(Object.entries(cases))('%s: what was billed is not corrected when nothing became known', (_, sketch) => {
  expect(correctionsOf(sketch)).toEqual([])
})

test('a discount that was agreed for the past is a correction', () => {
  const sketch = cases['tiers'] ?? expect.fail()
  expect(correctionsOf(sketch, { discounts: [{ amount: money('5', 'USD') }] })).toHaveLength(1)
})
