import { openDatabase } from '../../../src/store/database.ts'
import { systemClock } from '../../../src/support/clock.ts'
import { Failure } from '../../../src/support/failure.ts'

/**
 * Commits rows of two halves each, one after the other, and tells each number after its commit, until it is killed. A
 * lost connection is waited out; the row that was under way is looked up, as it may have been saved or not.
 */
const [dataDirectory = ''] = process.argv.slice(2)
const database = await openDatabase({ dataDirectory, clock: systemClock, maxConnections: 2 })
await database.pool.query(`create schema if not exists trial;
  create table if not exists trial.written (number bigint, half text, primary key (number, half))`)
console.log('ready')
for (;;) {
  const { rows } = await patiently(() =>
    database.pool.query<{ next: bigint }>('select coalesce(max(number), 0) + 1 as next from trial.written'),
  )
  const [row] = rows
  if (row !== undefined) await patiently(() => write(row.next))
}

async function write(number: bigint): Promise<void> {
  const client = await database.pool.connect()
  try {
    await client.query('begin')
    for (const half of ['first', 'second']) {
      await client.query('insert into trial.written values ($1, $2) on conflict do nothing', [number, half])
    }
    await client.query('commit')
    console.log(`committed ${String(number)}`)
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Failure) throw error
      await systemClock.sleep(20)
    }
  }
}
