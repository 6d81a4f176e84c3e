import type { Database } from '../../store/database.ts'
import { describeDatabase, type DatabaseDescription } from '../../store/describe-database.ts'
import { good, wrong, type HealthFinding } from './finding.ts'

/** The server, who we are there, whether organizations are kept apart, and the schema. */
export async function examineDatabase(database: Database): Promise<readonly HealthFinding[]> {
  const described = await describeDatabase(database)
  const { place } = database
  return [
    good(
      'database.server',
      place,
      `answers as PostgreSQL ${described.serverVersion}; it holds ${String(described.sizeBytes / 1024n ** 2n)} MB`,
    ),
    examineRowSecurity(place, described),
    examineMigrations(place, described),
  ]
}

export function examineRowSecurity(place: string, described: DatabaseDescription): HealthFinding {
  const { role, bypassesRowSecurity, guardedTables, unguardedTables } = described
  const code = 'database.row-security'
  const nextStep = 'Connect as an ordinary role that owns the tables, and restore the released migrations.'
  if (bypassesRowSecurity) {
    const message = `the role ${role} is not bound by row-level security: organizations could see each other's data`
    return wrong({ code, subject: place, message }, nextStep)
  }
  if (unguardedTables.length > 0) {
    const message = `row-level security does not hold for ${role} on ${unguardedTables.join(', ')}`
    return wrong({ code, subject: place, message }, nextStep)
  }
  return good(code, place, `row-level security holds for ${role} on all ${String(guardedTables.length)} tables`)
}

function examineMigrations(place: string, described: DatabaseDescription): HealthFinding {
  const { migrationsApplied, newestMigration, migrationsMissing } = described
  const code = 'database.migrations'
  if (migrationsMissing.length === 0) {
    return good(code, place, `${String(migrationsApplied)} migrations, up to ${newestMigration ?? 'none'}`)
  }
  const message = `lacks the migrations ${migrationsMissing.join(', ')}`
  return wrong({ code, subject: place, message }, 'Run any command of this release: each applies them first.')
}
