import { createHash } from 'node:crypto'
import { Client } from 'pg'
import type { Database } from './database.ts'
import { explainDatabaseError } from './explain-database-error.ts'
import { DatabaseUnreachable } from './failures.ts'

/**
 * Runs `work` while no other process, and nobody else in this one, runs work under the same name in this database.
 * Waits for its turn. The lock ends with the process however that ends.
 *
 * It is held by a connection of its own and not by a transaction: work under a lock talks to the outside for seconds,
 * and a transaction open for so long would keep the database from cleaning up. Nor does it come from the pool, where
 * those who wait could take the connections that the one at work needs.
 * @param work gets a signal that is aborted when the lock is lost because the connection broke.
 * @throws {DatabaseUnreachable} when the lock cannot be had, or was lost before the work was done.
 */
export async function withAdvisoryLock<Result>(
  database: Database,
  name: string,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return inTurn(database, name, () =>
    withLockConnection(database, name, async (client, signal) => {
      await client.query('select pg_advisory_lock($1::bigint)', [lockKey(name)])
      return finish(work, signal)
    }),
  )
}

/** Like {@link withAdvisoryLock}, but does nothing and returns `undefined` when the lock is taken. */
export async function tryAdvisoryLock<Result>(
  database: Database,
  name: string,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<{ readonly result: Result } | undefined> {
  return withLockConnection(database, name, async (client, signal) => {
    const query = 'select pg_try_advisory_lock($1::bigint) as taken'
    const { rows } = await client.query<{ taken: boolean }>(query, [lockKey(name)])
    return rows[0]?.taken === true ? { result: await finish(work, signal) } : undefined
  })
}

async function finish<Result>(work: (signal: AbortSignal) => Promise<Result>, signal: AbortSignal): Promise<Result> {
  const result = await work(signal)
  signal.throwIfAborted()
  return result
}

/** The last of those in this process who want a lock, so that only one of them waits with a connection. */
const queues = new WeakMap<Database, Map<string, Promise<unknown>>>()

async function inTurn<Result>(database: Database, name: string, run: () => Promise<Result>): Promise<Result> {
  const queue = queues.get(database) ?? new Map<string, Promise<unknown>>()
  queues.set(database, queue)
  const mine = (queue.get(name) ?? Promise.resolve()).then(run)
  const settled = mine.catch(() => undefined)
  queue.set(name, settled)
  try {
    return await mine
  } finally {
    if (queue.get(name) === settled) queue.delete(name)
  }
}

async function withLockConnection<Result>(
  database: Database,
  name: string,
  run: (client: Client, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const client = new Client({
    connectionString: database.url,
    application_name: 'seatledger lock',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  const lost = new AbortController()
  const lose = (): void => {
    lost.abort(lockLost(database, name))
  }
  client.on('error', lose)
  client.on('end', lose)
  try {
    await client.connect()
    return await run(client, lost.signal)
  } catch (error) {
    throw explainDatabaseError(error, database.place)
  } finally {
    client.off('end', lose)
    await client.end().catch(() => undefined)
  }
}

/** Advisory locks have 64-bit numbers for names; two names share one with a probability that can be neglected. */
function lockKey(name: string): string {
  return createHash('sha256').update(`seatledger lock ${name}`).digest().readBigInt64BE().toString()
}

function lockLost(database: Database, name: string): DatabaseUnreachable {
  return new DatabaseUnreachable(
    `The connection to the database at ${database.place} broke while "${name}" was locked; what was under way was ` +
      'stopped and can be repeated.',
  )
}
