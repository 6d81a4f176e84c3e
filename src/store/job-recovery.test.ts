import { Client } from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { startProgram } from '../../test/helpers/child-process.ts'
import { createTestDatabase } from '../../test/helpers/test-database.ts'
import type { TestDatabase } from '../../test/helpers/test-database.ts'
import { JobQueue } from './job-queue.ts'

let testDatabase: TestDatabase
let admin: Client
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  admin = new Client({ connectionString: testDatabase.url })
  await admin.connect()
  await admin.query('create schema trial; create table trial.done (number integer)')
  await admin.query('grant usage on schema trial to public; grant all on trial.done to public')
})
afterAll(async () => {
  await admin.end()
  await testDatabase.close()
})

test('the job of a worker that is killed is done by another one that was running all along', async () => {
  const definitions = { count: { payload: z.object({ number: z.int() }), leaseSeconds: 2 } }
  const queue = await JobQueue.open(testDatabase.database, definitions)
  // The first worker never gets to the end of its first job.
  const doomed = startProgram('work-on-jobs', [testDatabase.url, '60000'])
  await doomed.line('ready')
  await queue.enqueue(undefined, 'count', { number: 1 })
  await doomed.line('began 1')
  const survivor = startProgram('work-on-jobs', [testDatabase.url, '0'])
  await survivor.line('ready')
  doomed.kill('SIGKILL')
  await doomed.gone
  for (const number of [2, 3]) await queue.enqueue(undefined, 'count', { number })
  await survivor.line('ended 1')
  await vi.waitFor(
    async () => {
      const { rows } = await admin.query<{ number: number }>('select number from trial.done order by number')
      expect(rows.map((row) => row.number)).toEqual([1, 2, 3])
    },
    { timeout: 10_000 },
  )
  survivor.kill('SIGKILL')
  await survivor.gone
  await queue.stop()
}, 60_000)
