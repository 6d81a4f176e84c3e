import { z } from 'zod'
import type { Database } from './database.ts'
import { readMigrationFiles } from './migration-files.ts'

/** What can be said of a database that is open. */
export interface DatabaseDescription {
  readonly serverVersion: string
  /** As whom we work. */
  readonly role: string
  readonly bypassesRowSecurity: boolean
  /** Tables that hold an organization's rows. */
  readonly guardedTables: readonly string[]
  /** Those of them where row-level security does not hold for us. */
  readonly unguardedTables: readonly string[]
  readonly migrationsApplied: number
  readonly newestMigration: string | undefined
  /** Of this program that are not applied. */
  readonly migrationsMissing: readonly string[]
  readonly sizeBytes: bigint
}

const serverRow = z.tuple([
  z.object({ version: z.string(), role: z.string(), bypasses: z.boolean(), size: z.bigint() }),
])
const tableRows = z.array(z.object({ name: z.string(), guarded: z.boolean() }))
const migrationRows = z.array(z.object({ name: z.string() }))

export async function describeDatabase({ pool }: Database): Promise<DatabaseDescription> {
  const server = await pool.query(
    `select current_setting('server_version') as version, rolname as role, rolsuper or rolbypassrls as bypasses,
       pg_database_size(current_database()) as size
     from pg_roles where rolname = current_user`,
  )
  const [{ version, role, bypasses, size }] = serverRow.parse(server.rows)
  const tables = await pool.query(
    `select relname as name, row_security_active(pg_class.oid) as guarded
     from pg_class join pg_attribute on attrelid = pg_class.oid and attname = 'organization_id'
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`,
  )
  const guarded = tableRows.parse(tables.rows)
  const applied = migrationRows.parse((await pool.query('select name from migration order by number')).rows)
  const files = await readMigrationFiles()
  return {
    serverVersion: version,
    role,
    bypassesRowSecurity: bypasses,
    guardedTables: guarded.map(({ name }) => name),
    unguardedTables: guarded.filter((table) => !table.guarded).map(({ name }) => name),
    migrationsApplied: applied.length,
    newestMigration: applied.at(-1)?.name,
    migrationsMissing: files.slice(applied.length).map(({ name }) => name),
    sizeBytes: size,
  }
}
