import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { adaptersThrough } from '../../../test/helpers/posting-adapters.ts'
import { openPostingScene, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
import { billingMonth } from '../../domain/period.ts'
import type { Run } from '../../store/runs.ts'
import { createManualClock } from '../../support/clock.ts'
import { approveRun } from '../approve-run.ts'
import { currentRuns } from '../find-run.ts'
import { noProgress } from '../progress.ts'
import { prepareRun } from '../run/prepare-run.ts'

let scene: PostingScene
const [a, b] = ['client-01', 'client-02']

beforeAll(async () => {
  scene = await openPostingScene({ clock: createManualClock(new Date('2036-01-01T06:00:00Z')) })
})

afterAll(async () => {
  await scene.close()
})

function runOnly(month: string, ...clientIds: string[]): Promise<Run> {
  return prepareRun(scene.context, adapterRegistry, { period: billingMonth(month), clientIds }, noProgress)
}

async function approve(run: Run, clientIds?: readonly string[]): Promise<readonly string[]> {
  const { approved } = await approveRun(scene.context, { run, hash: run.sha256 ?? '', clientIds, note: undefined })
  return approved.map(({ clientId }) => clientId)
}

test('what was approved in a run of all clients is posted after a later run of one of them, and that one by its own', async () => {
  const month = scene.freshMonth()
  const all = await scene.run(month)
  expect(await approve(all, [a])).toEqual([a])
  const second = await runOnly(month, b)
  const first = await scene.post(second)
  expect(first.intended).toMatchObject({ stored: 1, alreadyThere: 0, notApproved: 2 })
  expect(scene.inLedger(month)).toEqual([scene.allOnce()[0]])
  await approve(second)
  expect((await scene.post(second)).intended).toMatchObject({ stored: 1, alreadyThere: 1, notApproved: 1 })
  expect(scene.inLedger(month)).toEqual(scene.allOnce().slice(0, 2))
  // The older run still names the month, as it holds the newest of two clients.
  expect((await scene.post(all)).intended).toMatchObject({ stored: 0, alreadyThere: 2, notApproved: 1 })
})

test('a month that goes well costs one request for each invoice: nothing is read before or after a create', async () => {
  const run = await scene.approvedRun(scene.freshMonth())
  const requests: string[] = []
  const counting: typeof fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    requests.push(`${init?.method ?? 'GET'} ${pathname.split('/').at(-1) ?? ''}`)
    return fetch(input, init)
  }
  const { ledgers } = await scene.post(run, { adapters: adaptersThrough(counting) })
  expect([...ledgers.values()]).toMatchObject([{ posted: 3, stopped: undefined }])
  expect(requests).toEqual(['POST invoice', 'POST invoice', 'POST invoice'])
})

test('an approval of the older run leaves out the clients that a newer run has, and says so', async () => {
  const month = scene.freshMonth()
  const all = await scene.run(month)
  await scene.applyPrice('120.00')
  await runOnly(month, b)
  const report = await approveRun(scene.context, { run: all, hash: all.sha256 ?? '', clientIds: undefined, note: '' })
  expect(report.approved.map(({ clientId }) => clientId)).toEqual([a, 'client-03'])
  expect(report.replaced.map(({ clientId }) => clientId)).toEqual([b])
  const refused = await failureOf(approve(all, [b]))
  expect([refused.code, refused.message]).toEqual(['approval.refused', expect.stringContaining('a newer run')])
  await scene.applyPrice('100.00')
})

test('a newer run of all clients replaces every earlier one of its month, also where a client is no longer in it', async () => {
  const month = scene.freshMonth()
  const part = await runOnly(month, a, b)
  const all = await scene.run(month)
  const later = await runOnly(month, a)
  const runs = await currentRuns(scene.context, billingMonth(month))
  expect(runs.map(({ number }) => number)).toEqual([later.number, all.number])
  expect((await failureOf(scene.post(part))).code).toBe('posting.run-superseded')
})
