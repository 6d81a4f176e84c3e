import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimal } from '../money/decimal.ts'
import { money } from '../money/money.ts'
import { deriveTimeline, neverKnown, type TimelineEvidence } from './derive-timeline.ts'
import type { Snapshot } from './evidence.ts'
import { addDays } from './plain-date.ts'
import type { SubscriptionHistoryRow, SubscriptionObservation, SubscriptionState } from './subscription.ts'
import type { SubscriptionTimeline } from './timeline.ts'

const seen = (quantity: string, more: Partial<SubscriptionState> = {}): SubscriptionState => ({
  subscriptionId: 's-1',
  companyId: 'c-1',
  productId: 'p-1',
  productName: 'M365 Business Standard',
  parentSubscriptionId: undefined,
  vendorSubscriptionId: undefined,
  status: 'active',
  rawStatus: 'Active',
  quantity: quantity === 'unknown' ? 'unknown' : decimal(quantity),
  unitCost: money('25.19', 'USD'),
  listPrice: 'unknown',
  billingTerm: 'monthly',
  rawBillingTerm: 'Monthly',
  commitmentTerm: undefined,
  commitmentEnd: undefined,
  startDate: undefined,
  endDate: undefined,
  billingStart: undefined,
  createdDate: undefined,
  ...more,
})

const snapshot = (day: string, complete = true): Snapshot => ({
  id: `snap-${day}`,
  connectionId: 'pax8',
  day,
  recordedAt: `${day}T03:00:00Z`,
  complete,
})

/** One snapshot a night, from a day to another, both inside. */
function nights(from: string, to: string, incomplete: readonly string[] = []): Snapshot[] {
  const all: Snapshot[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) all.push(snapshot(day, !incomplete.includes(day)))
  return all
}

const observed = (day: string, state: SubscriptionState | 'absent', complete = true): SubscriptionObservation => ({
  snapshot: snapshot(day, complete),
  state,
})

const row = (
  effective: string,
  state: SubscriptionState,
  more: Partial<SubscriptionHistoryRow> = {},
): SubscriptionHistoryRow => ({
  rowKey: `row-${effective}-${state.rawStatus}`,
  effective,
  recordedAt: '2026-10-20T03:00:00Z',
  state,
  ...more,
})

function derive(evidence: Partial<TimelineEvidence>): SubscriptionTimeline {
  return deriveTimeline({
    connectionId: 'pax8',
    subscriptionId: 's-1',
    observations: [],
    snapshots: [],
    history: [],
    listsCancelled: true,
    ...evidence,
  })
}

/** The steps as `from quantity`, `-` where it does not run, with the window where there is one. */
function shape({ steps }: SubscriptionTimeline): string[] {
  return steps.map(({ from, quantity, inForce, window }) => {
    const held = quantity === 'unknown' ? 'unknown' : String(quantity.units)
    return `${from} ${inForce ? held : '-'}${window === undefined ? '' : ` (${window.notBefore}..${window.notAfter})`}`
  })
}

describe('history', () => {
  test('its rows date changes to the day', () => {
    const timeline = derive({
      history: [row('2026-10-14', seen('18')), row('2025-01-01', seen('17', { startDate: '2025-01-01' }))],
    })
    expect(shape(timeline)).toEqual(['2025-01-01 17', '2026-10-14 18'])
    expect(timeline.before).toBe('not-running')
  })

  test('what its rows do not tell of a subscription that began after that night’s snapshot is what the next one saw', () => {
    const begun = seen('1', { startDate: '2026-10-20', createdDate: '2026-10-20' })
    const timeline = derive({
      history: [row('2026-10-20', { ...begun, unitCost: 'unknown' })],
      observations: [observed('2026-10-21', begun)],
      snapshots: nights('2026-10-01', '2026-10-22'),
    })
    expect(shape(timeline)).toEqual(['2026-10-20 1'])
    expect(timeline.steps.map(({ unitCost }) => unitCost)).toEqual([money('25.19', 'USD')])
  })

  test('a row learnt after the first sight of its own day tells what happened after it', () => {
    const timeline = derive({
      history: [
        row('2026-10-01', seen('17'), { recordedAt: '2026-10-06T02:59:00Z' }),
        row('2026-10-06', seen('18'), { recordedAt: '2026-10-07T02:59:00Z' }),
      ],
      observations: [observed('2026-10-06', seen('17')), observed('2026-10-07', seen('18'))],
      snapshots: nights('2026-10-06', '2026-10-08'),
    })
    expect(shape(timeline)).toEqual(['2026-10-01 17', '2026-10-06 18'])
  })

  test('of two sights in one snapshot the later one counts', () => {
    const observations = [observed('2026-10-02', seen('17')), observed('2026-10-02', seen('18'))]
    expect(shape(derive({ observations, snapshots: nights('2026-10-02', '2026-10-03') }))).toEqual(['2026-10-02 18'])
  })

  test('a row for a later day takes effect on that day', () => {
    expect(
      shape(derive({ history: [row('2026-10-01', seen('17')), row('2026-11-01', seen('5', { status: 'pending' }))] })),
    ).toEqual(['2026-10-01 17', '2026-11-01 5'])
  })

  test('of two rows of one day the distributor’s own order decides which one remains', () => {
    const history = [
      row('2026-10-14', seen('18'), { rowKey: 'z', ordinal: 1 }),
      row('2026-10-14', seen('17'), { rowKey: 'a', ordinal: 2 }),
      row('2026-10-01', seen('16'), { rowKey: 'm', ordinal: 0 }),
    ]
    expect(shape(derive({ history }))).toEqual(['2026-10-01 16', '2026-10-14 17'])
  })

  test('of two rows of one day in no stated order, the one that the next snapshot saw remains', () => {
    const history = [
      row('2026-10-01', seen('17'), { rowKey: 'first' }),
      row('2026-10-14', seen('17'), { rowKey: 'back' }),
      row('2026-10-14', seen('18'), { rowKey: 'forth' }),
    ]
    const snapshots = nights('2026-10-01', '2026-10-20')
    expect(shape(derive({ history, snapshots, observations: [observed('2026-10-01', seen('17'))] }))).toEqual([
      '2026-10-01 17',
    ])
  })

  test('a row that leaves the cost out says nothing about it', () => {
    const history = [row('2026-10-01', seen('17')), row('2026-10-14', seen('18', { unitCost: 'unknown' }))]
    expect(derive({ history }).steps[1]?.unitCost).toEqual(money('25.19', 'USD'))
  })

  test('a row without a quantity leaves it unknown', () => {
    expect(shape(derive({ history: [row('2026-10-01', seen('17')), row('2026-10-14', seen('unknown'))] }))).toEqual([
      '2026-10-01 17',
      '2026-10-14 unknown',
    ])
  })
})

describe('snapshots', () => {
  test('a difference between two nights is dated on the second, and may be of the day of the first', () => {
    const observations = [observed('2026-10-01', seen('17')), observed('2026-10-14', seen('18'))]
    expect(shape(derive({ snapshots: nights('2026-10-01', '2026-10-20'), observations }))).toEqual([
      '2026-10-01 17',
      '2026-10-14 18 (2026-10-13..2026-10-14)',
    ])
  })

  test('after nights without a complete snapshot a change has a window', () => {
    const snapshots = nights('2026-10-01', '2026-10-20', ['2026-10-12', '2026-10-13'])
    const observations = [observed('2026-10-01', seen('17')), observed('2026-10-14', seen('18'))]
    expect(shape(derive({ snapshots, observations }))).toEqual([
      '2026-10-01 17',
      '2026-10-14 18 (2026-10-11..2026-10-14)',
    ])
  })

  test('a history row inside the window dates the change', () => {
    const snapshots = nights('2026-10-01', '2026-10-20', ['2026-10-12', '2026-10-13'])
    const observations = [observed('2026-10-01', seen('17')), observed('2026-10-14', seen('18'))]
    const history = [row('2026-10-13', seen('18', { unitCost: 'unknown' }))]
    const timeline = derive({ snapshots, observations, history })
    expect(shape(timeline)).toEqual(['2026-10-01 17', '2026-10-13 18'])
    expect(timeline.steps[1]?.evidence.map(({ kind }) => kind)).toEqual(['snapshot', 'history'])
  })

  test('one that began after a night’s snapshot runs from the day that it names, though the next night saw it first', () => {
    const observations = [observed('2026-10-14', seen('5', { startDate: '2026-10-13' }))]
    expect(shape(derive({ snapshots: nights('2026-10-01', '2026-10-20'), observations }))).toEqual([
      '2026-10-01 -',
      '2026-10-13 5',
    ])
  })

  test('a row for the day of the last snapshot dates what the next one saw, if it was not known to that one', () => {
    const observations = [observed('2026-10-01', seen('17')), observed('2026-10-14', seen('18'))]
    const rowOf = (recordedAt: string): SubscriptionHistoryRow =>
      row('2026-10-13', seen('unknown', { unitCost: 'unknown' }), { recordedAt })
    const snapshots = nights('2026-10-01', '2026-10-20')
    const news = derive({ snapshots, observations, history: [rowOf('2026-10-14T03:00:00Z')] })
    expect(shape(news).at(-1)).toBe('2026-10-13 18')
    const known = derive({ snapshots, observations, history: [rowOf('2026-10-13T03:00:00Z')] })
    expect(shape(known).at(-1)).toBe('2026-10-14 18 (2026-10-13..2026-10-14)')
  })

  test('a start that the distributor dates in UTC a day before the last snapshot’s own day leaves the day open', () => {
    // A night in Sydney is the evening before in UTC, so that a morning there bears the date of the day before.
    const observations = [observed('2026-10-14', seen('5', { startDate: '2026-10-12' }))]
    expect(shape(derive({ snapshots: nights('2026-10-01', '2026-10-20'), observations })).at(-1)).toBe(
      '2026-10-14 5 (2026-10-12..2026-10-14)',
    )
  })

  test('a change that the history lacks is added', () => {
    const snapshots = nights('2026-10-01', '2026-10-25')
    const observations = [observed('2026-10-01', seen('17')), observed('2026-10-22', seen('19'))]
    const history = [row('2026-09-01', seen('17'))]
    expect(shape(derive({ snapshots, observations, history }))).toEqual([
      '2026-09-01 17',
      '2026-10-22 19 (2026-10-21..2026-10-22)',
    ])
  })

  test('a snapshot that lags behind the history does not undo it', () => {
    const snapshots = nights('2026-10-01', '2026-10-20')
    const renamed = seen('17', { productName: 'Renamed' })
    const observations = [
      observed('2026-10-01', seen('17')),
      observed('2026-10-15', renamed),
      observed('2026-10-16', seen('18', { productName: 'Renamed' })),
    ]
    const history = [row('2026-10-14', seen('18'))]
    expect(derive({ snapshots, observations, history }).steps.map(({ quantity }) => quantity)).toEqual([
      decimal('17'),
      decimal('18'),
    ])
  })

  test('before the first snapshot of a connection nothing is known', () => {
    const timeline = derive({
      snapshots: nights('2026-10-10', '2026-10-20'),
      observations: [observed('2026-10-10', seen('17'))],
    })
    expect([timeline.knownFrom, timeline.before]).toEqual(['2026-10-10', 'unknown'])
  })

  test('complete snapshots that did not list it say that it did not run', () => {
    const timeline = derive({
      snapshots: nights('2026-10-01', '2026-10-20'),
      observations: [observed('2026-10-14', seen('5'))],
    })
    expect(shape(timeline)).toEqual(['2026-10-01 -', '2026-10-14 5 (2026-10-13..2026-10-14)'])
  })

  test('a start date between the last snapshot without it and the first with it is its first day', () => {
    const snapshots = nights('2026-10-01', '2026-10-20', ['2026-10-12', '2026-10-13'])
    const observations = [observed('2026-10-14', seen('5', { startDate: '2026-10-12' }))]
    expect(shape(derive({ snapshots, observations }))).toEqual(['2026-10-01 -', '2026-10-12 5'])
  })

  test('a start date on which complete snapshots did not list it leaves the day open', () => {
    const observations = [observed('2026-10-14', seen('5', { startDate: '2026-10-05' }))]
    expect(shape(derive({ snapshots: nights('2026-10-01', '2026-10-20'), observations }))).toEqual([
      '2026-10-01 -',
      '2026-10-14 5 (2026-10-05..2026-10-14)',
    ])
  })

  test('an unknown quantity is kept as unknown and never as zero', () => {
    const observations = [observed('2026-10-01', seen('17')), observed('2026-10-14', seen('unknown'))]
    expect(shape(derive({ snapshots: nights('2026-10-01', '2026-10-20'), observations }))).toEqual([
      '2026-10-01 17',
      '2026-10-14 unknown (2026-10-13..2026-10-14)',
    ])
  })
})

describe('the end', () => {
  const snapshots = nights('2026-10-01', '2026-10-20')
  const first = observed('2026-10-01', seen('17'))

  test('absence from one complete snapshot ends it where the source lists cancelled ones', () => {
    const observations = [first, observed('2026-10-14', 'absent')]
    expect(shape(derive({ snapshots, observations }))).toEqual([
      '2026-10-01 17',
      '2026-10-14 - (2026-10-13..2026-10-14)',
    ])
  })

  test('elsewhere absence from two complete snapshots in a row ends it, from the first of them', () => {
    const observations = [first, observed('2026-10-14', 'absent')]
    expect(shape(derive({ snapshots, observations, listsCancelled: false }))).toEqual([
      '2026-10-01 17',
      '2026-10-14 - (2026-10-13..2026-10-14)',
    ])
  })

  test('absence from the newest snapshot alone does not end it there', () => {
    const observations = [first, observed('2026-10-20', 'absent')]
    expect(shape(derive({ snapshots, observations, listsCancelled: false }))).toEqual(['2026-10-01 17'])
  })

  test('one night’s absence between two others is a slip of the listing', () => {
    const observations = [first, observed('2026-10-14', 'absent'), observed('2026-10-15', seen('17'))]
    expect(shape(derive({ snapshots, observations, listsCancelled: false }))).toEqual(['2026-10-01 17'])
  })

  test('absence from an incomplete snapshot never ends it', () => {
    const observations = [first, observed('2026-10-14', 'absent', false)]
    expect(shape(derive({ snapshots: nights('2026-10-01', '2026-10-20', ['2026-10-14']), observations }))).toEqual([
      '2026-10-01 17',
    ])
  })

  test('the end date is the first day on which it no longer runs', () => {
    const observations = [first, observed('2026-10-05', seen('17', { status: 'cancelling', endDate: '2026-10-25' }))]
    expect(shape(derive({ snapshots, observations }))).toEqual([
      '2026-10-01 17',
      '2026-10-05 17 (2026-10-04..2026-10-05)',
      '2026-10-25 -',
    ])
  })

  test('an active one with an end date ahead runs until then', () => {
    const observations = [observed('2026-10-01', seen('17', { endDate: '2026-10-25' }))]
    expect(shape(derive({ snapshots, observations }))).toEqual(['2026-10-01 17', '2026-10-25 -'])
  })

  test('an end date that has passed dates the end exactly, whenever it was seen', () => {
    const incomplete = nights('2026-10-01', '2026-10-20', ['2026-10-12', '2026-10-13'])
    const observations = [first, observed('2026-10-14', seen('17', { status: 'cancelled', endDate: '2026-10-11' }))]
    expect(shape(derive({ snapshots: incomplete, observations }))).toEqual([
      '2026-10-01 17',
      '2026-10-11 -',
      '2026-10-14 -',
    ])
  })

  test('a cancelled one without an end date ends in the window in which that was seen', () => {
    const incomplete = nights('2026-10-01', '2026-10-20', ['2026-10-12', '2026-10-13'])
    const observations = [first, observed('2026-10-14', seen('17', { status: 'cancelled' }))]
    expect(shape(derive({ snapshots: incomplete, observations }))).toEqual([
      '2026-10-01 17',
      '2026-10-14 - (2026-10-11..2026-10-14)',
    ])
  })

  test('a row for a later day that was known before the end does not bring it back', () => {
    const history = [
      row('2026-10-01', seen('17'), { recordedAt: '2026-10-02T03:00:00Z' }),
      row('2026-11-01', seen('20'), { recordedAt: '2026-10-02T03:00:00Z' }),
    ]
    const observations = [first, observed('2026-10-14', 'absent')]
    const { steps } = derive({ snapshots, observations, history })
    expect(steps.map(({ from, inForce }) => `${from} ${String(inForce)}`)).toEqual([
      '2026-10-01 true',
      '2026-10-14 false',
      '2026-11-01 false',
    ])
  })

  test('a converted trial no longer runs', () => {
    const observations = [
      observed('2026-10-01', seen('5', { status: 'trial' })),
      observed('2026-10-14', seen('5', { status: 'converted' })),
    ]
    expect(shape(derive({ snapshots, observations }))).toEqual([
      '2026-10-01 5',
      '2026-10-14 - (2026-10-13..2026-10-14)',
    ])
  })

  test('a pending one runs once its start has come', () => {
    const observations = [observed('2026-10-05', seen('5', { status: 'pending', startDate: '2026-10-18' }))]
    expect(shape(derive({ snapshots, observations }))).toEqual(['2026-10-01 -', '2026-10-18 5'])
  })

  test('a start announced and withdrawn before it came never ran', () => {
    const observations = [
      observed('2026-10-05', seen('5', { status: 'pending', startDate: '2026-10-18' })),
      observed('2026-10-10', seen('5', { status: 'cancelled', startDate: '2026-10-18' })),
    ]
    expect(derive({ snapshots, observations }).steps.some(({ inForce }) => inForce)).toBe(false)
  })
})

describe('one lineage', () => {
  const snapshots = nights('2026-10-01', '2026-10-31')
  const first = observed('2026-10-01', seen('17'))

  test('a cancelled one that comes back runs again in the same timeline', () => {
    const observations = [
      first,
      observed('2026-10-10', seen('17', { status: 'cancelled' })),
      observed('2026-10-15', seen('17')),
    ]
    expect(shape(derive({ snapshots, observations }))).toEqual([
      '2026-10-01 17',
      '2026-10-10 - (2026-10-09..2026-10-10)',
      '2026-10-15 17 (2026-10-14..2026-10-15)',
    ])
  })

  test('one that was absent and returns unchanged runs again', () => {
    const observations = [first, observed('2026-10-10', 'absent'), observed('2026-10-15', seen('17'))]
    expect(shape(derive({ snapshots, observations }))).toEqual([
      '2026-10-01 17',
      '2026-10-10 - (2026-10-09..2026-10-10)',
      '2026-10-15 17 (2026-10-14..2026-10-15)',
    ])
  })

  test('a move to another company is a step', () => {
    const { steps } = derive({
      snapshots,
      observations: [first, observed('2026-10-12', seen('17', { companyId: 'c-2' }))],
    })
    expect(steps.map(({ from, companyId }) => [from, companyId])).toEqual([
      ['2026-10-01', 'c-1'],
      ['2026-10-12', 'c-2'],
    ])
  })

  test('a change of product is a step', () => {
    const { steps } = derive({
      snapshots,
      observations: [first, observed('2026-10-12', seen('17', { productId: 'p-2' }))],
    })
    expect(steps.map(({ productId }) => productId)).toEqual(['p-1', 'p-2'])
  })

  test('a change of cost is a step', () => {
    const { steps } = derive({
      snapshots,
      observations: [first, observed('2026-10-12', seen('17', { unitCost: money('27.00', 'USD') }))],
    })
    expect(steps.map(({ unitCost }) => unitCost)).toEqual([money('25.19', 'USD'), money('27.00', 'USD')])
  })
})

describe('as of', () => {
  const snapshots = nights('2026-10-01', '2026-10-31')
  const observations = [
    observed('2026-10-01', seen('17')),
    observed('2026-10-14', seen('18')),
    observed('2026-10-20', seen('19')),
  ]

  test('what was recorded later is not known yet', () => {
    const timeline = derive({ snapshots, observations, asOf: { recordedUntil: '2026-10-15T00:00:00Z' } })
    expect(shape(timeline)).toEqual(['2026-10-01 17', '2026-10-14 18 (2026-10-13..2026-10-14)'])
  })

  test('what took effect later is left out', () => {
    const timeline = derive({ snapshots, observations, asOf: { effective: '2026-10-15' } })
    expect(shape(timeline)).toEqual(['2026-10-01 17', '2026-10-14 18 (2026-10-13..2026-10-14)'])
    expect(timeline.steps.at(-1)?.until).toBeUndefined()
  })

  test('without any evidence nothing is known', () => {
    const timeline = derive({ snapshots, observations, asOf: { recordedUntil: '2026-09-01T00:00:00Z' } })
    expect(timeline).toMatchObject({ steps: [], knownFrom: neverKnown, before: 'unknown' })
  })
})

describe('always', () => {
  const day = fc.integer({ min: 0, max: 60 }).map((n) => addDays('2026-09-15', n))
  const state = fc
    .record({
      quantity: fc.constantFrom('0', '1', '5', '17', 'unknown'),
      status: fc.constantFrom('active' as const, 'pending' as const, 'cancelled' as const, 'cancelling' as const),
      endDate: fc.option(day, { nil: undefined }),
      startDate: fc.option(day, { nil: undefined }),
      companyId: fc.constantFrom('c-1', 'c-2'),
    })
    .map(({ quantity, ...more }) => seen(quantity, more))
  const evidence = fc.record({
    snapshots: fc.uniqueArray(fc.record({ day, complete: fc.boolean() }), {
      selector: (one) => one.day,
      maxLength: 12,
    }),
    observations: fc.uniqueArray(fc.record({ day, state: fc.oneof(state, fc.constant('absent' as const)) }), {
      selector: (one) => one.day,
      maxLength: 6,
    }),
    history: fc.uniqueArray(fc.record({ day, state }), { selector: (one) => one.day, maxLength: 5 }),
    listsCancelled: fc.boolean(),
  })

  function evidenceFrom(sketch: typeof evidence extends fc.Arbitrary<infer T> ? T : never): TimelineEvidence {
    const kept = new Map(sketch.snapshots.map((one) => [one.day, snapshot(one.day, one.complete)]))
    for (const one of sketch.observations) if (!kept.has(one.day)) kept.set(one.day, snapshot(one.day))
    return {
      connectionId: 'pax8',
      subscriptionId: 's-1',
      snapshots: [...kept.values()],
      observations: sketch.observations.map((one) => ({
        snapshot: kept.get(one.day) ?? snapshot(one.day),
        state: one.state,
      })),
      history: sketch.history.map((one) => row(one.day, one.state, { rowKey: `row-${one.day}` })),
      listsCancelled: sketch.listsCancelled,
    }
  }

  test('steps follow each other without gaps, and the last one is open', () => {
    fc.assert(
      fc.property(evidence, (sketch) => {
        const { steps, knownFrom } = deriveTimeline(evidenceFrom(sketch))
        steps.forEach((step, index) => {
          expect(step.until).toBe(steps[index + 1]?.from)
          if (step.until !== undefined) expect(step.from < step.until).toBe(true)
        })
        expect(knownFrom).toBe(steps[0]?.from ?? neverKnown)
      }),
      { numRuns: 500 },
    )
  })

  test('the order of the evidence does not matter', () => {
    fc.assert(
      fc.property(evidence, fc.integer(), (sketch, seed) => {
        const given = evidenceFrom(sketch)
        const shuffle = <T>(values: readonly T[]): T[] => [...values].sort((a, b) => hash(a, seed) - hash(b, seed))
        const shuffled = {
          ...given,
          snapshots: shuffle(given.snapshots),
          observations: shuffle(given.observations),
          history: shuffle(given.history),
        }
        expect(deriveTimeline(shuffled)).toEqual(deriveTimeline(given))
      }),
      { numRuns: 500 },
    )
  })

  test('a timeline without any complete snapshot ends by status or date alone', () => {
    fc.assert(
      fc.property(evidence, (sketch) => {
        const given = evidenceFrom(sketch)
        const incomplete = given.observations.map((one) => ({ ...one, snapshot: { ...one.snapshot, complete: false } }))
        const without = incomplete.filter(({ state: one }) => one !== 'absent')
        const snapshots = given.snapshots.map((one) => ({ ...one, complete: false }))
        expect(deriveTimeline({ ...given, snapshots, observations: incomplete })).toEqual(
          deriveTimeline({ ...given, snapshots, observations: without }),
        )
      }),
    )
  })
})

function hash(value: unknown, seed: number): number {
  let result = seed | 0
  for (const character of JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part,
  )) {
    result = (Math.imul(result, 31) + character.charCodeAt(0)) | 0
  }
  return result
}
