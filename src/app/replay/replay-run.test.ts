import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostingScene, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
import { withOrganization } from '../../store/database.ts'
import { createManualClock, type ManualClock } from '../../support/clock.ts'
import { diffRuns } from '../diff/diff-runs.ts'
import { replayRun } from './replay-run.ts'

let clock: ManualClock
let scene: PostingScene

beforeAll(async () => {
  clock = createManualClock(new Date('2026-12-01T08:00:00Z'))
  scene = await openPostingScene({ clock, clients: 3 })
})

afterAll(async () => {
  await scene.close()
})

test('a run is the same to the byte when it is worked again, also after its invoices were posted and the config changed', async () => {
  const run = await scene.approvedRun('2026-03')
  expect(await replayRun(scene.context, adapterRegistry, run)).toMatchObject({ isIdentical: true, sha256: run.sha256 })
  clock.advanceTo(new Date('2026-12-02T08:00:00Z'))
  await scene.post(run)
  await scene.applyPrice('111.00')
  const replay = await replayRun(scene.context, adapterRegistry, run)
  expect(replay).toMatchObject({ isIdentical: true, clients: [], documents: [], anomaliesGone: [], anomaliesNew: [] })
})

test('a replay keeps nothing: not even the document numbers that it gives out', async () => {
  const run = await scene.run('2026-04')
  const before = await numbersGiven()
  const month = { start: '2026-05-01', end: '2026-06-01' }
  const replay = await replayRun(scene.context, adapterRegistry, { ...run, period: month })
  expect(replay.isIdentical).toBe(false)
  expect(await numbersGiven()).toBe(before)
})

async function numbersGiven(): Promise<number> {
  const { database, organization } = scene.context
  const { rows } = await withOrganization(database, organization.id, (tx) =>
    sql<{ given: number }>`select count(*)::integer as given from document_number`.execute(tx),
  )
  return rows[0]?.given ?? 0
}

test('two runs of a month differ by the config alone where nothing else changed, in money per client and line', async () => {
  await scene.applyPrice('100.00')
  const before = await scene.run('2026-06')
  await scene.applyPrice('120.00')
  const after = await scene.run('2026-06')
  const { differs, clients } = await diffRuns(scene.context, adapterRegistry, before, after)
  expect(differs).toMatchObject({ month: false, config: true, engine: false })
  // One, two and three units at 20.00 more each.
  expect(clients.map(({ clientId, change, byCause }) => [clientId, change, byCause])).toEqual([
    ['client-01', '20.00', { evidence: '0.00', config: '20.00', engine: '0.00' }],
    ['client-02', '40.00', { evidence: '0.00', config: '40.00', engine: '0.00' }],
    ['client-03', '60.00', { evidence: '0.00', config: '60.00', engine: '0.00' }],
  ])
  expect(clients[1]?.lines).toMatchObject([
    {
      before: { quantity: '2', unitPrice: '100.00', amount: '200.00' },
      after: { quantity: '2', unitPrice: '120.00', amount: '240.00' },
      change: '40.00',
    },
  ])
})

test('a run does not differ from itself', async () => {
  const run = await scene.run('2026-07')
  expect((await diffRuns(scene.context, adapterRegistry, run, run)).clients).toEqual([])
})
