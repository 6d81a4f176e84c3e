import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../support/failure.ts'
import { sha256 } from '../support/hash.ts'
import { packageRoot } from '../support/package-root.ts'

export interface MigrationFile {
  readonly number: number
  readonly name: string
  readonly sql: string
  /** Of the text with Unix line ends: a checkout on Windows is the same migration. */
  readonly sha256: string
}

const pattern = /^(\d{4})_[a-z0-9-]+\.sql$/

/**
 * The migrations in order. Their numbers are 1, 2, 3, … without a gap, so that a database's state is one number.
 * @throws {MigrationFilesInvalid} when a file is misnamed or a number is missing or taken twice.
 */
export async function readMigrationFiles(
  directory: string = join(packageRoot, 'migrations'),
): Promise<readonly MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql') && name !== 'schema.sql').sort()
  return Promise.all(names.map((name, index) => readMigrationFile(directory, name, index + 1)))
}

async function readMigrationFile(directory: string, name: string, expected: number): Promise<MigrationFile> {
  const number = Number(pattern.exec(name)?.[1])
  if (number !== expected) {
    const prefix = String(expected).padStart(4, '0')
    throw new MigrationFilesInvalid(`${join(directory, name)} is not the next migration: it should begin ${prefix}_.`)
  }
  const sql = (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n')
  return { number, name, sql, sha256: sha256(sql) }
}

export class MigrationFilesInvalid extends Failure {
  override readonly code = 'store.migration-files-invalid'
}
