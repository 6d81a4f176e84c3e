import { Kysely, PostgresDialect } from 'kysely'
import { Client, Pool } from 'pg'
import { systemClock, type Clock } from '../support/clock.ts'
import { silentLogger } from '../support/logger.ts'
import type { Logger } from '../support/logger.ts'
import { columnTypes } from './column-types.ts'
import { databaseUrl } from './database-url.ts'
import type { DatabaseUrl } from './database-url.ts'
import { openEmbeddedPostgres } from './embedded-postgres.ts'
import { explainDatabaseError } from './explain-database-error.ts'
import { migrate } from './migrate.ts'
import { prepareRole } from './row-security.ts'
import { checkServerVersion } from './server-version.ts'
import type { NoTables } from './transaction.ts'

export { inScope, withOrganization } from './transaction.ts'
export type { Transaction } from './transaction.ts'

const defaultMaxConnections = 10
const connectMilliseconds = 10_000
const oneLossMilliseconds = 1_000
/** As connections of a process that works on jobs are named in the server's list of sessions. */
export const workerApplicationName = 'seatledger worker'
const usualApplicationName = 'seatledger'

/** An open database with the newest schema. */
export interface Database {
  /**
   * Where it is and as whom to work in it, for what needs a connection of its own. Contains the password: never log it.
   */
  readonly url: string
  /** Outside of any organization: sees and writes no organization's rows. Use `withOrganization` for those. */
  readonly queries: Kysely<NoTables>
  readonly pool: Pool
  /** The place as it may be shown: without the password. */
  readonly place: string
  readonly clock: Clock
  readonly logger: Logger
  /** Waits for running transactions; the last process that uses an embedded server stops it. */
  close(): Promise<void>
}

export interface OpenDatabaseOptions {
  /** Any PostgreSQL from version 14 on. Without it, the embedded one in `dataDirectory` is used. */
  readonly url?: string | undefined
  readonly dataDirectory?: string | undefined
  readonly clock: Clock
  readonly logger?: Logger | undefined
  /** How many connections this process may hold at once. */
  readonly maxConnections?: number | undefined
  /** True for a process that works on jobs: its connections bear a name by which others see that one is there. */
  readonly isWorker?: boolean | undefined
}

/**
 * Opens the database: starts the embedded one if that is used, applies missing migrations, and makes sure that
 * row-level security binds the role that we work as.
 * @throws {Failure} that names the place and the next step.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  if (options.url !== undefined) return connect(databaseUrl(options.url), options, () => Promise.resolve())
  if (options.dataDirectory === undefined) throw new TypeError('A database needs a URL or a data directory.')
  const embedded = await openEmbeddedPostgres({
    // A real process is waited for in real time, whatever time it is in here.
    clock: systemClock,
    logger: options.logger ?? silentLogger,
    dataDirectory: options.dataDirectory,
  })
  try {
    return await connect(databaseUrl(embedded.url), options, () => embedded.release())
  } catch (error) {
    await embedded.release()
    throw error
  }
}

async function connect(
  given: DatabaseUrl,
  options: OpenDatabaseOptions,
  release: () => Promise<void>,
): Promise<Database> {
  const { clock, logger = silentLogger, maxConnections = defaultMaxConnections } = options
  const role = await prepare(given, clock)
  const url = role === undefined ? given : given.withRole(role)
  const applicationName = options.isWorker === true ? workerApplicationName : usualApplicationName
  return openPool(url, { clock, logger, maxConnections, applicationName }, release)
}

/**
 * Connects once more to a database that this process has opened already, from another of its threads.
 * @param url As {@link Database.url} names it.
 */
export function joinDatabase(
  url: string,
  { clock, maxConnections }: { readonly clock: Clock; readonly maxConnections: number },
): Database {
  const options = { clock, logger: silentLogger, maxConnections, applicationName: usualApplicationName }
  return openPool(databaseUrl(url), options, () => Promise.resolve())
}

interface PoolOptions {
  readonly maxConnections: number
  readonly applicationName: string
}

function openPool(
  url: DatabaseUrl,
  options: PoolOptions & Pick<Database, 'clock' | 'logger'>,
  release: () => Promise<void>,
): Database {
  const { clock, logger } = options
  const pool = createPool(url, options, { clock, logger })
  const queries = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) })
  const close = async (): Promise<void> => {
    await queries.destroy()
    await release()
  }
  return { url: url.text, place: url.place, queries, pool, clock, logger, close }
}

/** @returns the role to work as, if it is not the one that connects. */
async function prepare(url: DatabaseUrl, clock: Clock): Promise<string | undefined> {
  const client = new Client({
    connectionString: url.text,
    application_name: 'seatledger',
    connectionTimeoutMillis: connectMilliseconds,
  })
  // The failure of the statement that was under way tells the same.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await checkServerVersion(client, url.place)
    await migrate(client, { clock })
    return await prepareRole(client, url.place)
  } catch (error) {
    throw explainDatabaseError(error, url.place)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function createPool(
  url: DatabaseUrl,
  { maxConnections, applicationName }: PoolOptions,
  { clock, logger }: Pick<Database, 'clock' | 'logger'>,
): Pool {
  const pool = new Pool({
    connectionString: url.text,
    types: columnTypes,
    application_name: applicationName,
    max: maxConnections,
    connectionTimeoutMillis: connectMilliseconds,
    keepAlive: true,
  })
  let told = Number.NEGATIVE_INFINITY
  const report = (error: Error): void => {
    // A server that stops ends all connections at once, and each is heard of twice: that is one thing to tell.
    const now = clock.now().getTime()
    if (Math.abs(now - told) < oneLossMilliseconds) return
    told = now
    logger.warn({ place: url.place, error: error.message }, 'a database connection was lost')
  }
  pool.on('error', report)
  // A connection that breaks while it is lent out has no other listener, and would end the process.
  pool.on('connect', (client) => client.on('error', report))
  return pool
}
