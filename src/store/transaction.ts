import { sql } from 'kysely'
import type { ControlledTransaction, IsolationLevel, Transaction as KyselyTransaction } from 'kysely'
import type { Database } from './database.ts'
import { explainDatabaseError, isConnectionLoss, isContention } from './explain-database-error.ts'
import { CommitOutcomeUnknown, DatabaseUnreachable, TooMuchContention } from './failures.ts'

/** Queries are written in SQL, so kysely is told of no tables. */
export type NoTables = Record<string, never>

/** A transaction in which one organization's rows are visible. Every query of the store takes one. */
export type Transaction = KyselyTransaction<NoTables>

export interface TransactionOptions {
  /** `read committed` unless said otherwise. */
  readonly isolation?: IsolationLevel
  /**
   * False: the commit does not wait for the disk. It is on it no later than the next commit that does wait, so this is
   * for pieces that count only once a later, durable commit says that they are whole.
   */
  readonly isDurableAtOnce?: boolean
}

const attempts = 10
/** Enough for a server to come back after a crash: about twenty seconds. */
const beginAttempts = 30
const firstPauseMilliseconds = 10
const longestPauseMilliseconds = 1_000

/**
 * Runs `work` in one transaction that sees and writes the rows of one organization only; row-level security hides all
 * others. When another transaction is in the way (a deadlock, a serialization failure), it is rolled back and `work` is
 * run again: it must do nothing that a rollback does not undo.
 * @throws {CommitOutcomeUnknown} when the connection broke during the commit; look the change up before repeating it.
 * @throws {DatabaseUnreachable | DiskFull | TooManyConnections | TooMuchContention} when nothing was kept.
 */
export async function withOrganization<Result>(
  database: Database,
  organizationId: string,
  work: (transaction: Transaction) => Promise<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  return repeatOnContention(database, () =>
    runOnce(database, { name: 'seatledger.organization_id', value: organizationId }, work, options),
  )
}

/** What may be seen of all organizations at once, for the few places that need it. */
export type CrossOrganizationScope = 'organization-directory' | 'job-scheduler'

/**
 * Runs `work` in one transaction that sees one thing of all organizations (the list of them, or their schedules) and
 * nothing else of theirs.
 */
export async function inScope<Result>(
  database: Database,
  scope: CrossOrganizationScope,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return repeatOnContention(database, () => runOnce(database, { name: 'seatledger.scope', value: scope }, work, {}))
}

async function repeatOnContention<Result>(database: Database, run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      if (!isContention(error)) throw explainDatabaseError(error, database.place)
      if (attempt === attempts) {
        throw new TooMuchContention(
          `Other changes were in the way ${String(attempts)} times; nothing was saved. Repeat it when less is going on.`,
          { cause: error },
        )
      }
      await database.clock.sleep(pauseBefore(attempt))
    }
  }
}

interface Scope {
  readonly name: string
  readonly value: string
}

async function runOnce<Result>(
  database: Database,
  scope: Scope,
  work: (transaction: Transaction) => Promise<Result>,
  options: TransactionOptions,
): Promise<Result> {
  const transaction = await begin(database, scope, options)
  let result: Result
  try {
    result = await work(transaction)
    // A statement that failed inside `work` and was caught there has already undone everything, and a commit would
    // then quietly do nothing. This statement fails instead.
    await sql`select`.execute(transaction)
  } catch (error) {
    await rollBack(transaction, database)
    throw error
  }
  await commit(transaction, database)
  return result
}

/** A server that is being restarted is waited for; nothing has happened yet, so trying again is always right. */
async function begin(
  database: Database,
  scope: Scope,
  options: TransactionOptions,
): Promise<ControlledTransaction<NoTables>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await beginOnce(database, scope, options)
    } catch (error) {
      const failure = explainDatabaseError(error, database.place)
      if (!(failure instanceof DatabaseUnreachable) || attempt === beginAttempts) throw failure
      await database.clock.sleep(pauseBefore(attempt))
    }
  }
}

async function beginOnce(
  database: Database,
  scope: Scope,
  options: TransactionOptions,
): Promise<ControlledTransaction<NoTables>> {
  const transaction = await database.queries
    .startTransaction()
    .setIsolationLevel(options.isolation ?? 'read committed')
    .execute()
  try {
    const scoped = sql`select set_config(${scope.name}, ${scope.value}, true)`
    if (options.isDurableAtOnce === false) {
      await sql`${scoped}, set_config('synchronous_commit', 'off', true)`.execute(transaction)
    } else await scoped.execute(transaction)
    return transaction
  } catch (error) {
    await rollBack(transaction, database)
    throw error
  }
}

async function commit(transaction: ControlledTransaction<NoTables>, database: Database): Promise<void> {
  try {
    await transaction.commit().execute()
  } catch (error) {
    // Only this gives the connection back to the pool; nothing is left to undo.
    await rollBack(transaction, database)
    if (!isConnectionLoss(error)) throw error
    throw new CommitOutcomeUnknown(
      `The connection to the database at ${database.place} broke while a change was being saved: it may be saved or not. ` +
        'Look before repeating it.',
      { cause: error },
    )
  }
}

// A rollback fails only when the connection is gone, and then the server has rolled back by itself; the failure that
// led here is the one to report.
async function rollBack(transaction: ControlledTransaction<NoTables>, database: Database): Promise<void> {
  await transaction
    .rollback()
    .execute()
    .catch((error: unknown) => {
      database.logger.debug({ error: String(error) }, 'a rollback was not acknowledged')
    })
}

function pauseBefore(attempt: number): number {
  const longest = Math.min(firstPauseMilliseconds * 2 ** attempt, longestPauseMilliseconds)
  return longest / 2 + (Math.random() * longest) / 2
}
