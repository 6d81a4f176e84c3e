import { CompiledQuery } from 'kysely'
import PgBoss from 'pg-boss'
import { types } from 'pg'
import type { Database, Transaction } from '../database.ts'

/** The tables of the queue are in a schema of their own, which pg-boss keeps. */
export const jobSchema = 'pgboss'

/**
 * Opens pg-boss on our own connections, with the queues named. We use its tables and statements and not its workers or
 * its schedules: its workers have no way to say that a long job is still being done, and let a lost connection end the
 * process; its schedules are one for each queue, and are skipped while no worker runs.
 */
export async function openBoss(database: Database, queueNames: readonly string[]): Promise<PgBoss> {
  const boss = new PgBoss({ db: poolExecutor(database), schema: jobSchema, supervise: false, schedule: false })
  boss.on('error', (error) => {
    database.logger.warn({ error: error.message }, 'the job queue reported an error')
  })
  await boss.start()
  const existing = new Set((await boss.getQueues()).map((queue) => queue.name))
  // In one order, so that two processes that create them at once do not wait for each other in a circle.
  for (const name of queueNames.toSorted()) {
    // "short": no more than one job with the same key waits at a time.
    if (!existing.has(name)) await boss.createQueue(name, { name, policy: 'short' })
  }
  return boss
}

/** Lets pg-boss take part in a transaction of ours. */
export function transactionExecutor(transaction: Transaction): PgBoss.Db {
  return {
    executeSql: async (text, values) => {
      const { rows } = await transaction.executeQuery(CompiledQuery.raw(text, values))
      return { rows: [...rows] }
    },
  }
}

// pg-boss expects the driver's usual types, and sends several statements with their own "begin" and "commit" at once.
// If one fails, the connection is left in a failed transaction, so it is not used again.
function poolExecutor(database: Database): PgBoss.Db {
  return {
    executeSql: async (text, values: unknown[] | undefined) => {
      const client = await database.pool.connect()
      try {
        const result = await client.query<Record<string, unknown>>({ text, values: values ?? [], types })
        client.release()
        return { rows: result.rows }
      } catch (error) {
        client.release(true)
        throw error
      }
    },
  }
}
