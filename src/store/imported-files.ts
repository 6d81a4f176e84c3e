import { sql } from 'kysely'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Transaction } from './database.ts'

/** A file that was taken in, known by the hash of its bytes. */
export interface ImportedFile {
  readonly connectionId: string
  readonly sha256: string
  readonly name: string
  readonly profile: 'state' | 'charges'
  /** The mapping as it was written when the file was read with it. */
  readonly mapping: string
  /** Its name, its version and a hash of all of it that decides; undefined for files from before these were kept. */
  readonly mappedBy: MappingUse | undefined
  /** What the operator stated because the file did not, by field. */
  readonly stated: Readonly<Record<string, string>>
  /** Lines that could not be read and that the operator had left out. */
  readonly leftOutLines: readonly number[]
  /** For files of states. */
  readonly state: { readonly asOf: PlainDate; readonly isComplete: boolean } | undefined
  readonly rowCount: number
  readonly importedAt: Date
  readonly importedBy: string
}

export interface MappingUse {
  readonly id: string
  readonly version: number
  readonly sha256: string
}

/**
 * Records that a file is taken in. Another transaction that takes in the same file waits for this one's end.
 * @returns false when the same bytes were taken in through this connection before; then nothing is written.
 */
export async function saveImportedFile(transaction: Transaction, file: ImportedFile): Promise<boolean> {
  const { mappedBy, state } = file
  const { numAffectedRows } = await sql`insert into imported_file
      (organization_id, connection_id, sha256, name, profile, mapping, row_count, imported_at, imported_by, mapping_id,
        mapping_version, mapping_sha256, stated, left_out_lines, as_of, is_complete)
    values (current_organization_id(), ${file.connectionId}, ${file.sha256}, ${file.name}, ${file.profile},
      ${file.mapping}, ${file.rowCount}, ${file.importedAt}, ${file.importedBy}, ${mappedBy?.id ?? null},
      ${mappedBy?.version ?? null}, ${mappedBy?.sha256 ?? null}, ${JSON.stringify(file.stated)},
      ${JSON.stringify(file.leftOutLines)}, ${state?.asOf ?? null}, ${state?.isComplete ?? null})
    on conflict do nothing`.execute(transaction)
  return numAffectedRows === 1n
}

type Row = Pick<
  ImportedFile,
  'connectionId' | 'sha256' | 'name' | 'profile' | 'mapping' | 'rowCount' | 'importedAt' | 'importedBy'
> & {
  readonly mappingId: string | null
  readonly mappingVersion: number | null
  readonly mappingSha256: string | null
  readonly stated: string
  readonly leftOutLines: string
  readonly asOf: string | null
  readonly isComplete: boolean | null
}

/** The files taken in through a connection, oldest first. */
export async function listImportedFiles(
  transaction: Transaction,
  connectionId: string,
): Promise<readonly ImportedFile[]> {
  const { rows } = await sql<Row>`
    select connection_id as "connectionId", sha256, name, profile, mapping, row_count as "rowCount",
      imported_at as "importedAt", imported_by as "importedBy", mapping_id as "mappingId",
      mapping_version as "mappingVersion", mapping_sha256 as "mappingSha256", stated, left_out_lines as "leftOutLines",
      as_of as "asOf", is_complete as "isComplete"
    from imported_file where connection_id = ${connectionId} order by imported_at, sha256`.execute(transaction)
  return rows.map(toImportedFile)
}

function toImportedFile(row: Row): ImportedFile {
  const { mappingId: id, mappingVersion: version, mappingSha256, stated, leftOutLines, asOf, isComplete, ...file } = row
  const isKept = id !== null && version !== null && mappingSha256 !== null
  return {
    ...file,
    mappedBy: isKept ? { id, version, sha256: mappingSha256 } : undefined,
    stated: JSON.parse(stated) as Record<string, string>,
    leftOutLines: JSON.parse(leftOutLines) as number[],
    state: asOf === null || isComplete === null ? undefined : { asOf, isComplete },
  }
}
