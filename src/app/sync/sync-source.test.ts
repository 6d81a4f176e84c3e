import { afterEach, describe, expect, test } from 'vitest'
import { ids } from '../../../emulators/pax8/example-tenant.ts'
import type { FaultSwitches } from '../../../emulators/pax8/fault-switches.ts'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { courseOf, openSyncScene, syncConnection, type SyncScene } from '../../../test/helpers/sync-scene.ts'
import type { Source, StreamName } from '../../sources/source.ts'
import { listCharges, listChargeReadings } from '../../store/charges.ts'
import { newestRecords } from '../../store/observations.ts'
import { readDistributorInvoice } from '../../store/record-schemas.ts'
import { listSnapshots } from '../../store/snapshots.ts'

const opened: SyncScene[] = []

async function open(options: Parameters<typeof openSyncScene>[0] = {}): Promise<SyncScene> {
  const scene = await openSyncScene(options)
  opened.push(scene)
  return scene
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((scene) => scene.close()))
})

/** The source with what happens at the first request for a stream. */
function before(source: Source, stream: StreamName, happens: () => void): Source {
  return {
    check: (signal) => source.check(signal),
    pull: (asked, request) => {
      if (asked === stream) happens()
      return source.pull(asked, request)
    },
  }
}

/** What the probe alone reads one by one. */
async function probed({ pax8 }: SyncScene): Promise<string[]> {
  const first = pax8.emulator.requests.length
  await pax8.source.probe?.(new AbortController().signal)
  const paths = pax8.emulator.requests.slice(first).map(({ path }) => path)
  return paths.filter((path) => /\/subscriptions\/[^/]+/.test(path)).sort()
}

/** The subscriptions whose detail or history was asked for since `first` calls. */
function readOneByOne(scene: SyncScene, first: number): string[] {
  const paths = scene.pax8.emulator.requests.slice(first).map(({ path }) => path)
  return paths.filter((path) => /\/subscriptions\/[^/]+/.test(path)).sort()
}

describe('what a night leaves', () => {
  test('a night on which nothing changed adds a snapshot and no observation', async () => {
    const scene = await open()
    expect((await scene.syncOn('2026-04-06')).complete).toBe(true)
    const tables = ['observation', 'subscription_history', 'charge', 'charge_reading'] as const
    const earlier = await Promise.all(tables.map((table) => scene.countOf(table)))
    const first = scene.pax8.emulator.requests.length
    const next = await scene.syncOn('2026-04-07')
    expect([next.complete, next.failure, next.invoices?.newlyStored]).toEqual([true, undefined, []])
    expect(await Promise.all(tables.map((table) => scene.countOf(table)))).toEqual(earlier)
    expect(await scene.countOf('snapshot')).toBe(2)
    expect(readOneByOne(scene, first).filter((path) => !path.includes('usage'))).toEqual([])
  })

  test('a seat added makes one observation, and its history row dates it', async () => {
    const scene = await open()
    await scene.syncOn('2026-04-06')
    const earlier = await scene.countOf('observation')
    scene.pax8.emulator.state.changeQuantity(ids.seats, '18', '2026-04-06T15:00:00Z')
    await scene.syncOn('2026-04-07')
    expect(await scene.countOf('observation')).toBe(earlier + 1)
    expect(courseOf(await scene.timelineOf(ids.seats))).toEqual(['2026-01-01 17 1/1', '2026-04-06 18 1/1'])
  })

  test('one connection is synced by one process at a time', async () => {
    const scene = await open()
    const [one, other] = await Promise.allSettled([scene.syncOn('2026-04-06'), scene.syncOn('2026-04-06')])
    const refused = [one, other].filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'sync.running' } }])
    expect(await scene.countOf('snapshot')).toBe(1)
  })
})

describe('a listing that lost most of what was held', () => {
  test.each(['some', 'all'])('is doubted and ends nothing, though it adds up (%s gone)', async (gone) => {
    const scene = await open()
    await scene.syncOn('2026-04-06')
    const all = [ids.seats, ids.annualSeats, ids.azure]
    for (const id of gone === 'all' ? [...all, ids.trial] : all.slice(0, 2))
      scene.pax8.emulator.state.removeSubscription(id)
    const doubted = await scene.syncOn('2026-04-07')
    expect(doubted.complete).toBe(false)
    const lost = gone === 'all' ? '3 of the 3' : '2 of the 3'
    expect(doubted.problems.map(({ code }) => code)).toEqual(['listing-collapsed'])
    expect(doubted.problems[0]?.message).toContain(`${lost} subscriptions held before are gone`)
    expect(courseOf(await scene.timelineOf(ids.seats))).toEqual(['2026-01-01 17 1/1'])
    // It is doubted every night until a person has looked.
    expect((await scene.syncOn('2026-04-08')).complete).toBe(false)
  })

  test('is taken as it is when a person says so, which is kept with the snapshot', async () => {
    const scene = await open()
    await scene.syncOn('2026-04-06')
    for (const id of [ids.seats, ids.annualSeats]) scene.pax8.emulator.state.removeSubscription(id)
    await scene.syncOn('2026-04-07')
    const accepted = await scene.syncOn('2026-04-08', { acceptShrinkage: true })
    expect([accepted.complete, accepted.problems.map(({ code }) => code)]).toEqual([true, ['shrinkage-accepted']])
    expect(accepted.problems[0]?.message).toContain('carla accepted that')
    expect(courseOf(await scene.timelineOf(ids.seats))).toEqual(['2026-01-01 17 1/1', '2026-04-08 - 1/1'])
    expect((await scene.syncOn('2026-04-09')).problems).toEqual([])
  })
})

describe('the end of a subscription', () => {
  test('is its absence from a complete sweep', async () => {
    const scene = await open()
    await scene.syncOn('2026-04-06')
    scene.pax8.emulator.state.removeSubscription(ids.seats)
    await scene.syncOn('2026-04-07')
    expect(courseOf(await scene.timelineOf(ids.seats))).toEqual(['2026-01-01 17 1/1', '2026-04-07 - 1/1'])
  })

  const incomplete: readonly (readonly [string, Partial<FaultSwitches>])[] = [
    ['a count above the rows that come', { totalElementsOffset: 1 }],
    ['a count below the rows that come', { totalElementsOffset: -1 }],
    ['no counters at all', { counters: 'none' }],
    ['counters in another place', { counters: 'top-level' }],
    ['a row that moves in each sweep', { pageShift: { kind: 'row-moved-to-front', path: '/v1/subscriptions' } }],
    ['a row removed in each sweep', { pageShift: { kind: 'row-removed', path: '/v1/subscriptions' } }],
    ['a row inserted in each sweep', { pageShift: { kind: 'row-inserted', path: '/v1/subscriptions' } }],
    [
      'HTML instead of the second page',
      { failures: [{ kind: 'page-instead-of-data', path: '/v1/subscriptions', skip: 1 }] },
    ],
    ['half of the second page', { failures: [{ kind: 'truncated-body', path: '/v1/subscriptions', skip: 1 }] }],
    ['an outage from the second page on', { failures: [{ kind: 'unavailable', path: '/v1/subscriptions', skip: 1 }] }],
    ['a key that may not read subscriptions', { failures: [{ kind: 'forbidden', path: '/v1/subscriptions' }] }],
    ['a key that was revoked', { failures: [{ kind: 'unauthorized' }] }],
  ]
  test.each(incomplete)('is never read out of %s', async (_what, switches) => {
    const scene = await open()
    await scene.syncOn('2026-04-06')
    const earlier = await Promise.all([ids.seats, ids.annualSeats, ids.azure].map((id) => scene.timelineOf(id)))
    scene.pax8.emulator.faults.set(switches)
    // Gone indeed, and not to be believed all the same, because the sweep does not add up.
    scene.pax8.emulator.state.removeSubscription(ids.seats)
    const night = await scene.syncOn('2026-04-07')
    expect(night.complete).toBe(false)
    expect(night.problems.length).toBeGreaterThan(0)
    const after = await Promise.all([ids.seats, ids.annualSeats, ids.azure].map((id) => scene.timelineOf(id)))
    expect(after.map(courseOf)).toEqual(earlier.map(courseOf))

    scene.pax8.emulator.faults.reset()
    expect((await scene.syncOn('2026-04-08')).complete).toBe(true)
    expect(courseOf(await scene.timelineOf(ids.seats)).at(-1)).toBe('2026-04-08 - 1/1')
  })
})

describe('one timeline through', () => {
  test('a cancellation that is taken back', async () => {
    const scene = await open()
    await scene.syncOn('2026-04-06')
    scene.pax8.emulator.state.cancel(ids.annualSeats, '2026-04-08T10:00:00Z', '2026-04-08T10:00:00Z')
    await scene.syncOn('2026-04-09')
    scene.pax8.emulator.state.resurrect(ids.annualSeats, '2026-04-11T10:00:00Z')
    await scene.syncOn('2026-04-12')
    expect(courseOf(await scene.timelineOf(ids.annualSeats))).toEqual([
      '2026-01-01 2 1/1',
      '2026-04-08 - 1/1',
      '2026-04-11 2 1/1',
    ])
  })

  test('a move to another company and a change of product', async () => {
    const scene = await open()
    await scene.syncOn('2026-04-06')
    scene.pax8.emulator.state.moveToCompany(ids.seats, ids.tidewater, '2026-04-08T10:00:00Z')
    await scene.syncOn('2026-04-09')
    scene.pax8.emulator.state.changeProduct(ids.seats, ids.backup, '2026-04-10T10:00:00Z')
    await scene.syncOn('2026-04-11')
    expect(courseOf(await scene.timelineOf(ids.seats))).toEqual([
      '2026-01-01 17 1/1',
      '2026-04-08 17 2/1',
      '2026-04-10 17 2/3',
    ])
  })
})

describe('a broken sync', () => {
  test('ends as incomplete when the source throws in the middle, and the next goes on without reading details again', async () => {
    const scene = await open()
    scene.pax8.emulator.faults.set({ failures: [{ kind: 'unavailable', path: '/v1/orders' }] })
    const broken = await scene.syncOn('2026-04-06')
    expect([broken.complete, broken.failure?.message]).toEqual([false, expect.stringContaining('/orders')])
    const read = readOneByOne(scene, 0)
    expect(read.length).toBeGreaterThan(0)

    scene.pax8.emulator.faults.reset()
    const first = scene.pax8.emulator.requests.length
    const next = await scene.syncOn('2026-04-06')
    expect(next.complete).toBe(true)
    // The probe looks at some of them, once.
    expect(readOneByOne(scene, first).filter((path) => !path.includes('usage'))).toEqual(await probed(scene))
    const states = await scene.inOrganization((tx) => listSnapshots(tx))
    expect(states.map(({ complete }) => complete)).toEqual([false, true])
    expect(courseOf(await scene.timelineOf(ids.seats))).toEqual(['2026-01-01 17 1/1'])
  })

  test('that fails by a mistake of ours leaves no running snapshot for ever, and its evidence counts after the next', async () => {
    const scene = await open()
    const broken = before(scene.pax8.source, 'orders', () => {
      throw new TypeError('a mistake')
    })
    await expect(scene.syncOn('2026-04-06', { source: broken })).rejects.toThrow('a mistake')
    const next = await scene.syncOn('2026-04-06')
    expect(next.complete).toBe(true)
    const snapshots = await scene.inOrganization((tx) => listSnapshots(tx))
    expect(snapshots.map(({ complete, problems }) => [complete, problems.map(({ code }) => code)])).toEqual([
      [false, ['interrupted']],
      [true, expect.anything()],
    ])
    expect(courseOf(await scene.timelineOf(ids.seats))).toEqual(['2026-01-01 17 1/1'])
  })

  test('cancelled by the operator keeps what was read and says so', async () => {
    const scene = await open()
    const abort = new AbortController()
    const cancelling = before(scene.pax8.source, 'subscription-history', () => {
      abort.abort(new Error('The operator has had enough.'))
    })
    const stopped = await scene.syncOn('2026-04-06', { source: cancelling, signal: abort.signal })
    expect([stopped.complete, stopped.failure === undefined]).toEqual([false, false])
    expect((await scene.syncOn('2026-04-06')).complete).toBe(true)
  })
})

describe('the distributor’s invoices', () => {
  test('are stored once, however often they are read', async () => {
    const scene = await open()
    const first = await scene.syncOn('2026-04-06')
    expect(first.invoices?.newlyStored.toSorted()).toEqual([ids.wrongInvoice, ids.invoice, ids.childInvoice].toSorted())
    const charges = await scene.countOf('charge')
    for (const day of ['2026-04-07', '2026-04-13', '2026-04-14']) {
      expect((await scene.syncOn(day)).invoices?.newlyStored).toEqual([])
    }
    expect(await scene.countOf('charge')).toBe(charges)
  })

  test('are watched: each status is read and kept, one that is not known in the distributor’s own word', async () => {
    const scene = await open()
    const words = ['Unpaid', 'Paid', 'Carried', 'Nothing Due', 'Credited', 'Void', 'Written Down']
    const seen: unknown[] = []
    for (const [index, word] of words.entries()) {
      scene.pax8.emulator.state.setInvoiceStatus(ids.invoice, word)
      await scene.syncOn(`2026-04-${String(6 + index).padStart(2, '0')}`)
      const which = { noun: 'distributor-invoice', recordIds: [ids.invoice] } as const
      const [newest] = await scene.inOrganization((tx) => newestRecords(tx, which))
      const { status, rawStatus } = readDistributorInvoice(newest?.state ?? '')
      seen.push([status, rawStatus])
    }
    expect(seen).toEqual([
      ['unpaid', 'Unpaid'],
      ['paid', 'Paid'],
      ['carried', 'Carried'],
      ['nothing-due', 'Nothing Due'],
      ['credited', 'Credited'],
      ['void', 'Void'],
      ['unknown', 'Written Down'],
    ])
  })

  test('raise the alarm when an approved one changes, and both readings are kept; what was read first counts', async () => {
    const scene = await open()
    await scene.syncOn('2026-04-06')
    const { state } = scene.pax8.emulator
    const invoice = state.invoices.get(ids.invoice)
    if (invoice === undefined) throw new Error('The example tenant has no such invoice.')
    const earlier = await scene.inOrganization((tx) => listCharges(tx))
    const items = state.invoiceItemsOf(ids.invoice)
    const dearer = items.map((item, index) => (index === 0 ? { ...item, costTotal: '171.085' } : item))
    state.publishInvoice({ ...invoice, total: '161.07' }, dearer)

    const night = await scene.syncOn('2026-04-07')
    expect(night.invoices?.changed).toEqual([ids.invoice])
    const filter = { connectionId: syncConnection, invoiceId: ids.invoice }
    expect(await scene.inOrganization((tx) => listChargeReadings(tx, filter))).toHaveLength(2)
    expect(await scene.inOrganization((tx) => listCharges(tx))).toEqual(earlier)
    expect((await scene.syncOn('2026-04-08')).invoices?.changed).toEqual([])
  })

  test('raise it a week later too, when only the lines have changed', async () => {
    const scene = await open()
    await scene.syncOn('2026-04-06')
    const { state } = scene.pax8.emulator
    const invoice = state.invoices.get(ids.invoice)
    if (invoice === undefined) throw new Error('The example tenant has no such invoice.')
    const items = state.invoiceItemsOf(ids.invoice)
    const renamed = items.map((item, index) => (index === 0 ? { ...item, description: 'Something else' } : item))
    state.publishInvoice(invoice, renamed)
    expect((await scene.syncOn('2026-04-07')).invoices?.changed).toEqual([])
    expect((await scene.syncOn('2026-04-13')).invoices?.changed).toEqual([ids.invoice])
  })

  test('that a key may not read end the night as incomplete, with the subscriptions kept', async () => {
    const scene = await open()
    scene.pax8.emulator.faults.set({ failures: [{ kind: 'forbidden', path: '/v1/invoices' }] })
    const night = await scene.syncOn('2026-04-06')
    expect(await failureOf(Promise.reject(night.failure ?? new Error('none')))).toMatchObject({
      code: 'source.authorization',
    })
    expect(courseOf(await scene.timelineOf(ids.seats))).toEqual(['2026-01-01 17 1/1'])
  })
})
