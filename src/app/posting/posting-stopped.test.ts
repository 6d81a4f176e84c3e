import { afterAll, beforeAll, expect, test } from 'vitest'
import { adaptersWith } from '../../../test/helpers/posting-adapters.ts'
import { openPostingScene, sceneLedger, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
import { createManualClock, type ManualClock } from '../../support/clock.ts'
import { approveRun } from '../approve-run.ts'
import { openLedger } from '../open-connection.ts'
import { noProgress } from '../progress.ts'
import { intendPostings } from './intend-postings.ts'
import { postIntended } from './post-run.ts'
import { stopPosting } from './stop-posting.ts'

let clock: ManualClock
let scene: PostingScene

beforeAll(async () => {
  clock = createManualClock(new Date('2036-01-01T06:00:00Z'))
  scene = await openPostingScene({ clock, clients: 4 })
})

afterAll(async () => {
  await scene.close()
})

test('another operator stops the posting before its next invoice, and posting again goes on', async () => {
  const month = scene.freshMonth()
  const run = await scene.approvedRun(month)
  let sent = 0
  const adapters = adaptersWith((gateway) => ({
    ...gateway,
    post: async (request, signal) => {
      const document = await gateway.post(request, signal)
      sent += 1
      if (sent === 2) await stopPosting({ ...scene.context, actor: 'sandra' })
      return document
    },
  }))
  const { ledgers } = await scene.post(run, { adapters })
  expect([...ledgers.values()][0]?.stopped).toContain('sandra stopped it')
  expect(await scene.states(month)).toEqual(['posted', 'posted', 'intended', 'intended'])
  await scene.post(run)
  expect(scene.inLedger(month)).toEqual(scene.allOnce())
})

test('a worker that comes to a ledger after it was stopped sends nothing; only posting again lets it go on', async () => {
  const month = scene.freshMonth()
  const run = await scene.approvedRun(month)
  await intendPostings(scene.context, run)
  await stopPosting({ ...scene.context, actor: 'sandra' })
  const { gateway } = await openLedger(scene.context, adapterRegistry, scene.keys, sceneLedger)
  const work = { ledgerConnectionId: sceneLedger, period: run.period, total: 4, requestsInFlight: 1 }
  const { signal } = new AbortController()
  const report = await postIntended(scene.context, gateway, work, noProgress, signal)
  expect(report.posted).toBe(0)
  expect(report.stopped).toContain('sandra stopped it')
  expect(scene.inLedger(month)).toEqual([])
  await scene.post(run)
  expect(scene.inLedger(month)).toEqual(scene.allOnce())
})

test('an intent of which nothing was sent gives way to the corrected invoice; what was posted stays', async () => {
  const month = scene.freshMonth()
  const run = await scene.approvedRun(month)
  let sent = 0
  const adapters = adaptersWith((gateway) => ({
    ...gateway,
    post: async (request, signal) => {
      const document = await gateway.post(request, signal)
      sent += 1
      if (sent === 2) await stopPosting(scene.context)
      return document
    },
  }))
  await scene.post(run, { adapters })
  await scene.applyPrice('120.00')
  const corrected = await scene.run(month)
  // Not approved yet: the old intents are taken back all the same, since their invoices are no longer these.
  expect((await scene.post(corrected)).intended).toMatchObject({ withdrawn: 2, stored: 0, notApproved: 2 })
  expect(await scene.states(month)).toEqual(['posted', 'posted'])
  const approval = { run: corrected, hash: corrected.sha256 ?? '', clientIds: undefined, note: undefined }
  await approveRun(scene.context, approval)
  expect((await scene.post(corrected)).intended).toMatchObject({ withdrawn: 0, stored: 2 })
  expect(scene.inLedger(month)).toEqual([...scene.allOnce(100).slice(0, 2), ...scene.allOnce(120).slice(2)])
})
