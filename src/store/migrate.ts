import type { ClientBase } from 'pg'
import type { Clock } from '../support/clock.ts'
import { Failure } from '../support/failure.ts'
import { readMigrationFiles } from './migration-files.ts'
import type { MigrationFile } from './migration-files.ts'

/** A number that no other program is likely to lock in the same database. */
const migrationLock = '7311520040119'

/**
 * Brings the database that `client` is connected to (as its owner) to the newest schema that this program knows. Any number of processes may call it at once: each
 * migration is applied once, in a transaction that records it first.
 * @throws {MigrationEdited} when a migration that was applied has another text now.
 * @throws {SchemaNewerThanProgram} when a newer release has been at work in this database.
 */
export async function migrate(
  client: ClientBase,
  options: { clock: Clock; directory?: string },
): Promise<{ readonly applied: readonly string[] }> {
  const files = await readMigrationFiles(options.directory)
  const applied: string[] = []
  for (;;) {
    const file = await applyNext(client, files, options.clock)
    if (file === undefined) return { applied }
    applied.push(file.name)
  }
}

async function applyNext(
  client: ClientBase,
  files: readonly MigrationFile[],
  clock: Clock,
): Promise<MigrationFile | undefined> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1::bigint)', [migrationLock])
    const next = files[await countApplied(client, files)]
    if (next !== undefined) await apply(client, next, clock)
    await client.query('commit')
    return next
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

// The row comes first: if two starters ever got past the lock, the second stops at the primary key, before any
// statement of the migration.
async function apply(client: ClientBase, file: MigrationFile, clock: Clock): Promise<void> {
  await client.query('insert into migration (number, name, sha256, applied_at) values ($1, $2, $3, $4)', [
    file.number,
    file.name,
    file.sha256,
    clock.now(),
  ])
  await client.query(file.sql)
}

async function countApplied(client: ClientBase, files: readonly MigrationFile[]): Promise<number> {
  await client.query(`create table if not exists migration (
    number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null)`)
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from migration order by number',
  )
  for (const [index, row] of rows.entries()) {
    const file = files[index]
    if (file === undefined) throw new SchemaNewerThanProgram(row.name)
    if (file.name !== row.name || file.sha256 !== row.sha256) throw new MigrationEdited(row.name)
  }
  return rows.length
}

export class MigrationEdited extends Failure {
  override readonly code = 'store.migration-edited'
  constructor(name: string) {
    super(
      `The migration ${name} was applied to this database with another text than it has now. ` +
        'Restore the released file; a change of the schema belongs into a new file.',
    )
  }
}

export class SchemaNewerThanProgram extends Failure {
  override readonly code = 'store.schema-newer'
  constructor(name: string) {
    super(
      `A newer release of SeatLedger has used this database (it has applied ${name}, which this release does not know). ` +
        'Use that release, or a later one.',
    )
  }
}
