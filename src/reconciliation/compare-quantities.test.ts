import { describe, expect, test } from 'vitest'
import { deriveTimeline, type TimelineEvidence } from '../domain/derive-timeline.ts'
import type { Snapshot } from '../domain/evidence.ts'
import { billingMonth, period } from '../domain/period.ts'
import { addDays } from '../domain/plain-date.ts'
import { subscriptionCourses } from '../domain/quantity-course.ts'
import type { SubscriptionState } from '../domain/subscription.ts'
import { decimal } from '../money/decimal.ts'
import { money } from '../money/money.ts'
import { april, charge, connectionId, distributorInvoice, scene } from '../../test/helpers/reconciliation-scene.ts'
import type { DistributorInvoiceRead } from './input.ts'
import { reconcilePeriod } from './reconcile-period.ts'
import type { QuantityComparison } from './quantities.ts'

// April 2026; a snapshot each night from 25 March to 5 May unless a test says otherwise.

const state = (quantity: string, more: Partial<SubscriptionState> = {}): SubscriptionState => ({
  ...{ subscriptionId: 'sub-1', companyId: 'company-bear-creek', productId: 'm365-bs', productName: 'M365' },
  ...{ parentSubscriptionId: undefined, vendorSubscriptionId: undefined, status: 'active', rawStatus: 'Active' },
  quantity: quantity === 'unknown' ? 'unknown' : decimal(quantity),
  unitCost: money('22.00', 'USD'),
  ...{ listPrice: 'unknown', billingTerm: 'monthly', rawBillingTerm: 'Monthly', commitmentTerm: undefined },
  ...{ commitmentEnd: undefined, startDate: '2026-01-01', endDate: undefined, billingStart: undefined },
  createdDate: '2026-01-01',
  ...more,
})

const snapshot = (day: string): Snapshot => ({
  ...{ id: `id-${day}`, connectionId, day, recordedAt: `${day}T03:00:00Z`, complete: true },
})

function nights(last = '2026-05-05'): Snapshot[] {
  const all: Snapshot[] = []
  for (let day = '2026-03-25'; day <= last; day = addDays(day, 1)) all.push(snapshot(day))
  return all
}

interface Held {
  /** By the day of the first snapshot that saw it. */
  readonly seen: Readonly<Record<string, SubscriptionState>>
  /** By the day from which the history says it. */
  readonly history: Readonly<Record<string, SubscriptionState>>
  readonly snapshots?: readonly Snapshot[]
}

function evidenceOf({ seen, history, snapshots = nights() }: Held): TimelineEvidence {
  return {
    ...{ connectionId, subscriptionId: 'sub-1', snapshots, listsCancelled: true },
    observations: Object.entries(seen).map(([day, each]) => ({ snapshot: snapshot(day), state: each })),
    history: Object.entries(history).map(([day, each]) => ({
      ...{ rowKey: `row of ${day}`, effective: day, recordedAt: `${day}T03:00:00Z`, state: each },
    })),
  }
}

const invoiceDays = [{ connectionId, first: 4, last: 6 }]
const seats = (quantity: string, more: Parameters<typeof charge>[0] = {}) =>
  charge({ quantity, unitCost: '22.00', cost: String(Number(quantity) * 22), ...more })
const dated = (invoiceDate: string, charges: readonly ReturnType<typeof charge>[]) =>
  distributorInvoice({ invoiceId: `invoice ${invoiceDate}`, invoiceDate, total: '0.00' }, charges)

/** The invoices of March and of April without charges for it, and that of May with these. */
function invoicesWith(charges: readonly ReturnType<typeof charge>[]): DistributorInvoiceRead[] {
  return [dated('2026-03-01', []), dated('2026-04-01', []), dated('2026-05-01', charges)]
}

function compare(held: Held, invoices: readonly DistributorInvoiceRead[]): QuantityComparison {
  const courses = subscriptionCourses(evidenceOf(held), april)
  const subscriptionCoursesOf = courses === undefined ? [] : [courses]
  return reconcilePeriod(scene(invoices, [], { subscriptionCourses: subscriptionCoursesOf, invoiceDays })).quantities
}

const since = { '2026-03-25': state('17') }
const history = { '2026-01-01': state('17') }

function driftIn({ drifting }: QuantityComparison): string[] {
  return drifting.flatMap(({ stretches }) => stretches.filter(({ drifts }) => drifts).map(({ sentence }) => sentence))
}

describe('where all three say the same', () => {
  test('a month without a change agrees, and leaves nothing but its count', () => {
    const result = compare({ seen: since, history }, invoicesWith([seats('17')]))
    expect(result).toEqual({ agreeing: 1, notCompared: 0, drifting: [], gaps: [] })
  })

  test('a seat added on 12 April, seen the next night and prorated from the 12th, agrees: its day lies in the window', () => {
    const added = { seen: { ...since, '2026-04-13': state('18') }, history: { ...history, '2026-04-12': state('18') } }
    const rest = seats('1', {
      chargeId: 'b',
      kind: 'prorate',
      cost: '13.93',
      service: period('2026-04-12', '2026-05-01'),
    })
    expect(compare(added, invoicesWith([seats('17'), rest]))).toMatchObject({ agreeing: 1, drifting: [] })
  })

  test('seats taken back are written with a minus on the cost alone', () => {
    const less = { seen: { ...since, '2026-04-21': state('15') }, history: { ...history, '2026-04-21': state('15') } }
    const back = { kind: 'prorate', chargeId: 'b', service: period('2026-04-21', '2026-05-01') } as const
    const credited = seats('2', { ...back, cost: '-14.67' })
    expect(compare(less, invoicesWith([seats('17'), credited]))).toMatchObject({ agreeing: 1, drifting: [] })
  })
})

describe('drift', () => {
  test('a seat that was prorated from the wrong day is shown on the days that differ, with its evidence', () => {
    const added = { seen: { ...since, '2026-04-13': state('18') }, history: { ...history, '2026-04-12': state('18') } }
    const rest = seats('1', { chargeId: 'b', kind: 'prorate', service: period('2026-04-20', '2026-05-01') })
    const result = compare(added, invoicesWith([seats('17'), rest]))
    expect(driftIn(result)).toEqual([
      '2026-04-12 to 2026-04-13: a change lies between two snapshots, its history says 18, invoiced were 17.',
      '2026-04-14 to 2026-04-19: snapshots saw 18, its history says 18, invoiced were 17.',
    ])
    const [, , late] = result.drifting[0]?.stretches ?? []
    expect(late?.evidence).toEqual([
      { kind: 'snapshot', id: 'id-2026-04-13', words: 'snapshot of 2026-04-13' },
      { kind: 'history', id: 'row of 2026-04-12', words: 'history recorded by the distributor' },
      { kind: 'charge', id: 'charge-1', words: 'charge on the invoice of 2026-05-01 over 0.00 USD' },
    ])
  })

  test('a subscription that was missed altogether was invoiced at nothing', () => {
    expect(driftIn(compare({ seen: since, history }, invoicesWith([])))).toEqual([
      '2026-04-01 to 2026-04-30: snapshots saw 17, its history says 17, invoiced were 0.',
    ])
  })

  test('a history that lacks a change that snapshots saw drifts from them, whatever was invoiced', () => {
    const result = compare({ seen: { ...since, '2026-04-10': state('20') }, history }, [])
    expect(driftIn(result)).toEqual([
      '2026-04-11 to 2026-04-30: snapshots saw 20, its history says 17, what was invoiced is not known.',
    ])
  })
})

describe('what is not known drifts from nothing', () => {
  const bought = { seen: since, history }

  test('before the invoice that closes the month is there, and says so', () => {
    const result = compare(bought, [dated('2026-03-01', []), dated('2026-04-01', [])])
    expect(result).toMatchObject({ agreeing: 1, drifting: [] })
    expect(result.gaps).toEqual([
      'Quantities invoiced by pax8-main were not compared: the invoice that closes the month is not there yet.',
    ])
  })

  test('a subscription billed by the year, on an invoice that was never read', () => {
    const yearly = { '2026-03-25': state('17', { billingTerm: 'annual' }) }
    expect(driftIn(compare({ seen: yearly, history: {} }, invoicesWith([])))).toEqual([])
    // Only snapshots tell: that is no comparison, and not called agreeing.
    expect(compare({ seen: yearly, history: {} }, invoicesWith([]))).toMatchObject({ agreeing: 0, notCompared: 1 })
  })

  test('a trial, which may be on no invoice', () => {
    const trial = { '2026-03-25': state('5', { status: 'trial' }) }
    expect(driftIn(compare({ seen: trial, history: {} }, invoicesWith([])))).toEqual([])
  })

  test('a pair whose charge names no subscription', () => {
    const unnamed = seats('60', { subscriptionId: undefined })
    expect(driftIn(compare(bought, invoicesWith([unnamed])))).toEqual([])
  })

  test('a charge without a quantity, and days after the last snapshot', () => {
    expect(driftIn(compare(bought, invoicesWith([seats('17', { quantity: 'unknown' })])))).toEqual([])
    const old = { seen: since, history: { ...history, '2026-04-25': state('30') }, snapshots: nights('2026-04-20') }
    expect(driftIn(compare(old, invoicesWith([seats('17')])))).toEqual([])
  })

  test('credited invoices count for nothing', () => {
    const credited = distributorInvoice(
      { invoiceId: 'wrong', invoiceDate: '2026-05-01', total: '0.00', status: 'credited' },
      [seats('99')],
    )
    expect(driftIn(compare(bought, [...invoicesWith([seats('17')]), credited]))).toEqual([])
  })
})

test('a course begins as unknown where nobody knows, and as nothing where the distributor says that it began later', () => {
  const started = state('3', { startDate: '2026-04-10', createdDate: '2026-04-10' })
  const courses = subscriptionCourses(evidenceOf({ seen: {}, history: { '2026-04-10': started } }), april)
  expect(courses?.observed.map(({ quantity }) => quantity)).toEqual(['unknown'])
  expect(courses?.byHistory.map(({ days, quantity }) => [days.start, quantity])).toEqual([
    ['2026-04-01', { units: 0n, scale: 0 }],
    ['2026-04-10', { units: 3n, scale: 0 }],
  ])
  // Both courses and the timeline of all evidence speak of the same subscription.
  expect(deriveTimeline(evidenceOf({ seen: {}, history: { '2026-04-10': started } })).knownFrom).toBe('2026-04-10')
  expect(subscriptionCourses(evidenceOf({ seen: since, history: {} }), billingMonth('2026-08'))).toBeUndefined()
})
