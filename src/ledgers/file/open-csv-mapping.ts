import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { InvalidInput, messageOf } from '../../support/failure.ts'
import { packageRoot } from '../../support/package-root.ts'
import { parseCsvMapping, type CsvMapping } from './formats/csv-mapping.ts'

/** Where the mapping stands that comes with the program. It is data, and is not compiled. */
const genericMapping = join(packageRoot, 'src', 'ledgers', 'file', 'mappings', 'generic.json')

/** The mapping with all fields under plain names. */
export async function openGenericMapping(): Promise<CsvMapping> {
  return readCsvMapping(await readFile(genericMapping, 'utf8'), 'generic')
}

/** A mapping from its text, JSON or YAML. @throws {InvalidInput} that names each place at fault. */
export function readCsvMapping(text: string, name: string): CsvMapping {
  try {
    return parseCsvMapping(parse(text))
  } catch (cause) {
    throw new InvalidInput(`${name}: ${messageOf(cause)}`, { cause })
  }
}
