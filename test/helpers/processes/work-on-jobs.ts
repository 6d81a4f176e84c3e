import { z } from 'zod'
import { openDatabase } from '../../../src/store/database.ts'
import { JobQueue } from '../../../src/store/job-queue.ts'
import { systemClock } from '../../../src/support/clock.ts'

/** Works on `count` jobs of the database named, one at a time, telling when each begins and ends. */
const [url = '', workMilliseconds = '0'] = process.argv.slice(2)
const database = await openDatabase({ url, clock: systemClock })
const queue = await JobQueue.open(database, { count: { payload: z.object({ number: z.int() }), leaseSeconds: 2 } })
queue.work('count', async (jobs) => {
  for (const job of jobs) {
    console.log(`began ${String(job.payload.number)}`)
    await systemClock.sleep(Number(workMilliseconds))
    await database.pool.query('insert into trial.done (number) values ($1)', [job.payload.number])
    console.log(`ended ${String(job.payload.number)}`)
  }
})
console.log('ready')
