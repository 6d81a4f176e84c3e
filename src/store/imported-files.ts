import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/** A file that was taken in, known by the hash of its bytes. */
export interface ImportedFile {
  readonly connectionId: string
  readonly sha256: string
  readonly name: string
  readonly profile: 'state' | 'charges'
  /** The mapping as it was written when the file was read with it. */
  readonly mapping: string
  readonly rowCount: number
  readonly importedAt: Date
  readonly importedBy: string
}

/**
 * Records that a file is taken in. Another transaction that takes in the same file waits for this one's end.
 * @returns false when the same bytes were taken in through this connection before; then nothing is written.
 */
export async function saveImportedFile(transaction: Transaction, file: ImportedFile): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into imported_file
      (organization_id, connection_id, sha256, name, profile, mapping, row_count, imported_at, imported_by)
    values (current_organization_id(), ${file.connectionId}, ${file.sha256}, ${file.name}, ${file.profile},
      ${file.mapping}, ${file.rowCount}, ${file.importedAt}, ${file.importedBy})
    on conflict do nothing`.execute(transaction)
  return numAffectedRows === 1n
}

/** The files taken in through a connection, oldest first. */
export async function listImportedFiles(
  transaction: Transaction,
  connectionId: string,
): Promise<readonly ImportedFile[]> {
  const { rows } = await sql<ImportedFile>`
    select connection_id as "connectionId", sha256, name, profile, mapping, row_count as "rowCount",
      imported_at as "importedAt", imported_by as "importedBy"
    from imported_file where connection_id = ${connectionId} order by imported_at, sha256`.execute(transaction)
  return rows
}
