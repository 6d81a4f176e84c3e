import { afterAll, beforeAll, expect, test } from 'vitest'
import { ids } from '../../../emulators/pax8/example-tenant.ts'
import { openSyncScene, type SyncScene } from '../../../test/helpers/sync-scene.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import { withChargedCosts } from './with-charged-costs.ts'

const april = { start: '2026-04-01', end: '2026-05-01' }

let scene: SyncScene

beforeAll(async () => {
  scene = await openSyncScene()
  await scene.syncOn('2026-04-06')
})

afterAll(async () => {
  await scene.close()
})

/** The days of April and what they cost, with the kinds of evidence. */
function aprilOf([timeline]: readonly SubscriptionTimeline[]): string[] {
  const steps = timeline?.steps.filter(({ until }) => until === undefined || until > april.start) ?? []
  return steps.map(({ from, unitCost, evidence }) => {
    const cost = unitCost === 'unknown' ? 'unknown' : `${String(unitCost.units)}e-${String(unitCost.scale)}`
    return `${from} ${cost} ${evidence.map(({ kind, words }) => words ?? kind).join()}`
  })
}

test('the days of a month before the first sync cost what the distributor invoice that was read charged for them', async () => {
  const timelines = [await scene.timelineOf(ids.seats)]
  expect(aprilOf(timelines)).toEqual(['2026-01-01 unknown history,snapshot', '2026-04-06 10005e-3 snapshot'])
  const filled = await scene.inOrganization((tx) =>
    withChargedCosts(tx, timelines, { period: april, evidenceUntil: scene.pax8.clock.now() }),
  )
  // The credited invoice charged them too; it is not ours to pay, and only its replacement is named.
  expect(aprilOf(filled)).toEqual([
    '2026-04-01 10005e-3 history,snapshot,of the distributor invoice of 2026-04-01',
    '2026-04-06 10005e-3 snapshot',
  ])
})

test('a charge that was read after the moment of a run is not known to it', async () => {
  const timelines = [await scene.timelineOf(ids.seats)]
  const earlier = new Date('2026-04-05T00:00:00Z')
  const filled = await scene.inOrganization((tx) =>
    withChargedCosts(tx, timelines, { period: april, evidenceUntil: earlier }),
  )
  expect(filled).toEqual(timelines)
})
