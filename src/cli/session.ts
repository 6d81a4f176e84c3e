import { userInfo } from 'node:os'
import type { AdapterRegistry } from '../app/adapters.ts'
import type { AppContext } from '../app/context.ts'
import { adapterRegistry } from './adapter-registry.ts'
import { readEnvironment, type Environment } from '../config/env.ts'
import { openDatabase, type Database } from '../store/database.ts'
import { loadKeyRing, type KeyRing } from '../store/key-ring.ts'
import { listOrganizations, type Organization } from '../store/organizations.ts'
import { NotFound } from '../support/failure.ts'
import { createLogger } from '../support/logger.ts'
import { errorText } from './errors.ts'
import type { CliIo } from './io.ts'

/** Options that every command takes. */
export interface GlobalOptions {
  readonly data?: string
  readonly organization?: string
  readonly json?: boolean
}

/** An open database with the organization that a command works for. */
export interface Session {
  readonly context: AppContext
  readonly adapters: AdapterRegistry
  readonly keys: KeyRing
}

export function environmentOf(io: CliIo, options: GlobalOptions): Environment {
  const environment = readEnvironment(io.environment)
  return options.data === undefined ? environment : { ...environment, dataDirectory: options.data }
}

export async function openCliDatabase(
  io: CliIo,
  options: GlobalOptions,
  role: { readonly isWorker?: boolean } = {},
): Promise<Database> {
  const { databaseUrl, dataDirectory, logLevel } = environmentOf(io, options)
  const logger = createLogger(logLevel)
  const place = databaseUrl === undefined ? { dataDirectory } : { url: databaseUrl }
  return openDatabase({ ...place, ...role, clock: io.clock, logger })
}

/**
 * Opens the database, works, and closes it, whatever happens.
 * @throws {NotFound} when there is no organization yet, or several and none was named.
 */
export async function withSession<Result>(
  io: CliIo,
  options: GlobalOptions,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const database = await openCliDatabase(io, options)
  try {
    const organization = chooseOrganization(await listOrganizations(database), options.organization)
    const { key, keyFile, dataDirectory } = environmentOf(io, options)
    const keys = await loadKeyRing({ key, keyFile, dataDirectory })
    return await work({ context: { database, organization, actor: actorName() }, adapters: adapterRegistry, keys })
  } finally {
    await closeDatabase(io, database)
  }
}

/** What was worked out is not lost because the database server takes long to stop: it is told, and no more. */
export async function closeDatabase(io: CliIo, database: Database): Promise<void> {
  try {
    await database.close()
  } catch (error) {
    io.writeError(`${errorText(error)}\n`)
  }
}

function chooseOrganization(all: readonly Organization[], named: string | undefined): Organization {
  const matches = named === undefined ? all : all.filter(({ id, name }) => id === named || name === named)
  const [only, ...others] = matches
  if (only === undefined) {
    throw new NotFound(
      named === undefined
        ? 'There is no organization here yet. Begin with `seatledger init`.'
        : `There is no organization "${named}" here. It has: ${all.map(({ name }) => name).join(', ')}.`,
    )
  }
  if (others.length > 0) {
    throw new NotFound(
      `There are several organizations here; name one with --organization: ${all.map(({ name }) => name).join(', ')}.`,
    )
  }
  return only
}

/** The operating system's user, for the record of who did what. */
function actorName(): string {
  return userInfo().username
}
