import { afterAll, beforeAll, expect, test } from 'vitest'
import { adaptersWith } from '../../../test/helpers/posting-adapters.ts'
import { openPostingScene, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { listJobs } from '../../store/jobs/list-jobs.ts'
import { createOrganization } from '../../store/organizations.ts'
import { createManualClock } from '../../support/clock.ts'
import { openJobs } from '../jobs/job-definitions.ts'
import { workJobs } from '../jobs/work-jobs.ts'
import { stopPosting } from './stop-posting.ts'

let scene: PostingScene

beforeAll(async () => {
  scene = await openPostingScene({ clock: createManualClock(new Date('2036-01-01T06:00:00Z')), clients: 4 })
})

afterAll(async () => {
  await scene.close()
})

test('a job that is stopped is not tried again by itself, and one that waits does not begin', async () => {
  const { context, keys } = scene
  const { database, organization } = context
  const month = scene.freshMonth()
  const run = await scene.approvedRun(month)
  const other = await createOrganization(database, { name: 'South Wind IT', timeZone: 'UTC' })
  const jobs = await openJobs(database)
  const payload = { organizationId: organization.id, run: run.number, actor: 'carla' }
  await jobs.enqueue(undefined, 'post-run', payload)
  await jobs.enqueue(undefined, 'post-run', payload)
  const later = { startAfter: new Date('2100-01-01T00:00:00Z') }
  await jobs.enqueue(undefined, 'post-run', { ...payload, organizationId: other.id }, later)
  let sent = 0
  let tellStopped: (jobs: number) => void = () => undefined
  const stopped = new Promise<number>((resolve) => {
    tellStopped = resolve
  })
  const adapters = adaptersWith((gateway) => ({
    ...gateway,
    post: async (request, signal) => {
      const document = await gateway.post(request, signal)
      sent += 1
      if (sent === 2) tellStopped((await stopPosting({ ...context, actor: 'sandra' })).cancelledJobs)
      return document
    },
  }))
  workJobs(jobs, { database, adapters, keys })
  expect(await stopped).toBe(2)
  await jobs.stop()
  const statesOf = async (organizationId: string): Promise<readonly string[]> =>
    (await listJobs(database, organizationId, { limit: 10 })).map(({ state }) => state)
  expect(await statesOf(organization.id)).toEqual(['cancelled', 'cancelled'])
  expect(await statesOf(other.id)).toEqual(['created'])
  expect(await scene.states(month)).toEqual(['posted', 'posted', 'intended', 'intended'])
  await scene.post(run)
  expect(scene.inLedger(month)).toEqual(scene.allOnce())
})
