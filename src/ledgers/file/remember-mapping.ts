import { InvalidInput } from '../../support/failure.ts'
import type { CsvMapping } from './formats/csv-mapping.ts'

interface Mappings {
  readonly mapping?: CsvMapping | undefined
  readonly earlierMappings: readonly CsvMapping[]
}

/**
 * Puts a mapping in use and keeps the one before it, so that what was approved or written by that is still read.
 * @throws {InvalidInput} when the same name and version says something else than it did.
 */
export function rememberMapping(before: Mappings, mapping: CsvMapping): Mappings {
  const all = [...(before.mapping === undefined ? [] : [before.mapping]), ...before.earlierMappings]
  const same = all.find((known) => known.mapping === mapping.mapping && known.version === mapping.version)
  if (same !== undefined && JSON.stringify(same) !== JSON.stringify(mapping)) {
    throw new InvalidInput(
      `The column mapping ${mapping.mapping} ${String(mapping.version)} was used before and says something else now. Give the changed one a higher version.`,
    )
  }
  return { mapping, earlierMappings: all.filter((known) => known !== same) }
}
