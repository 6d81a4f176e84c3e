import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Transaction as KyselyTransaction } from 'kysely'
import { Pool } from 'pg'
import type { Clock } from '../support/clock.ts'
import type { Logger } from '../support/logger.ts'
import { columnTypes } from './column-types.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './tables.ts'

/** A transaction in which one organization's rows are visible. Every query of the store takes one. */
export type Transaction = KyselyTransaction<Tables>

export interface Database {
  /** Where it is, for processes that need a connection of their own. Contains the password: never log it. */
  readonly url: string
  /** Outside of any organization: sees no organization's rows. */
  readonly queries: Kysely<Tables>
  readonly pool: Pool
  readonly clock: Clock
  readonly logger: Logger
  close(): Promise<void>
}

export async function openDatabase(options: { url: string; clock: Clock; logger: Logger }): Promise<Database> {
  const { url, clock, logger } = options
  await migrate({ url, clock })
  const pool = new Pool({ connectionString: url, types: columnTypes, application_name: 'seatledger' })
  pool.on('error', (error) => {
    logger.warn({ error: error.message }, 'a database connection was lost')
  })
  const queries = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { url, queries, pool, clock, logger, close: () => queries.destroy() }
}

/** Runs `work` in one transaction that sees and writes the rows of one organization only. */
export async function withOrganization<Result>(
  database: Database,
  organizationId: string,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return database.queries.transaction().execute(async (transaction) => {
    await sql`select set_config('seatledger.organization_id', ${organizationId}, true)`.execute(transaction)
    return work(transaction)
  })
}
