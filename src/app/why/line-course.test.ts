import { expect, test } from 'vitest'
import type { InvoiceLine } from '../../domain/invoice.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../domain/timeline.ts'
import { decimal } from '../../money/decimal.ts'
import { money } from '../../money/money.ts'
import { coursesOfLine } from './line-course.ts'

const first: TimelineStep = {
  from: '2026-03-10',
  until: '2026-04-12',
  inForce: true,
  companyId: 'bear-creek',
  productId: 'm365',
  productName: 'M365 Business Standard',
  status: 'active',
  quantity: decimal('17'),
  unitCost: money('10.00', 'USD'),
  listPrice: 'unknown',
  billingTerm: 'monthly',
  rawBillingTerm: 'Monthly',
  commitmentTerm: undefined,
  evidence: [{ kind: 'snapshot', id: '1', recordedAt: '2026-03-10T02:00:00Z' }],
  window: undefined,
}
const window = { notBefore: '2026-04-11', notAfter: '2026-04-12' }
const added: TimelineStep = { ...first, from: '2026-04-12', until: '2026-04-20', quantity: decimal('18'), window }
const dearer: TimelineStep = { ...added, from: '2026-04-20', until: '2026-04-25', unitCost: money('11.00', 'USD') }
const ended: TimelineStep = { ...dearer, from: '2026-04-25', until: undefined, inForce: false, status: 'cancelled' }

const timeline: SubscriptionTimeline = {
  connectionId: 'pax8',
  subscriptionId: 'one',
  steps: [first, added, dearer, ended],
  knownFrom: '2026-03-10',
  before: 'unknown',
  billingStart: undefined,
  commitmentEnd: undefined,
}

/** What of a line its course needs. */
const line: InvoiceLine = {
  lineKey: 'm365',
  billingLineId: 'm365',
  itemId: 'm365',
  ledgerItemId: '7',
  description: 'M365',
  servicePeriod: { start: '2026-04-01', end: '2026-05-01' },
  quantity: '17',
  unitPrice: '12.00',
  proration: undefined,
  amount: '204.00',
  taxable: true,
  source: 'synced',
  was: undefined,
  cost: '170.00',
  covers: [],
  reasons: {
    quantityBasis: 'daily',
    quantityRule: 'house',
    slice: [
      {
        subscriptionId: 'one',
        from: '2026-04-01',
        until: '2026-04-12',
        quantity: '17',
        evidence: [],
        window: undefined,
      },
    ],
    byBasis: [],
    price: undefined,
    steps: [],
    evidence: [],
  },
}

test("a line's course shows seats from the first known day on, and each change on its day with its window", () => {
  const [course] = coursesOfLine(line, [timeline])
  expect(course?.days).toEqual({ start: '2026-02-01', end: '2026-05-01' })
  // A dearer price moves no seats, so 12 to 25 April is one step; nothing is said of the days before 10 March.
  expect(course?.steps.map(({ days, quantity }) => [days.start, days.end, quantity])).toEqual([
    ['2026-03-10', '2026-04-12', '17'],
    ['2026-04-12', '2026-04-25', '18'],
    ['2026-04-25', '2026-05-01', '0'],
  ])
  expect(course?.events.map(({ day, changes, window: open }) => [day, changes, open])).toEqual([
    [
      '2026-03-10',
      [
        { field: 'quantity', before: undefined, after: '17' },
        { field: 'status', before: undefined, after: 'active' },
      ],
      undefined,
    ],
    ['2026-04-12', [{ field: 'quantity', before: '17', after: '18' }], window],
    ['2026-04-20', [{ field: 'unit cost', before: '10.00 USD', after: '11.00 USD' }], window],
    [
      '2026-04-25',
      [
        { field: 'quantity', before: '18', after: '0' },
        { field: 'status', before: 'active', after: 'not running' },
      ],
      window,
    ],
  ])
  expect(course?.billed).toEqual([{ days: { start: '2026-04-01', end: '2026-04-12' }, quantity: '17' }])
})

test('what is not known is a stretch of its own, never zero', () => {
  const unknown: SubscriptionTimeline = {
    ...timeline,
    steps: [
      { ...first, until: '2026-04-05' },
      { ...first, from: '2026-04-05', until: undefined, quantity: 'unknown' },
    ],
  }
  expect(coursesOfLine(line, [unknown])[0]?.steps.map(({ quantity }) => quantity)).toEqual(['17', 'unknown'])
})
