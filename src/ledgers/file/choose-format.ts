import { InvalidInput } from '../../support/failure.ts'
import { csvFormat, csvHeader } from './formats/csv.ts'
import type { FileFormat } from './formats/format.ts'
import { jsonFormat } from './formats/json.ts'
import { ublFormat } from './formats/ubl.ts'
import { fileChoicesSchema, type FileChoices } from './settings.ts'

/** The format that new files are written in. */
export function chosenFormat(choices: FileChoices): FileFormat {
  switch (choices.format) {
    case 'csv':
      if (choices.mapping === undefined) throw new InvalidInput('CSV needs a column mapping.')
      return csvFormat(choices.mapping)
    case 'json':
      return jsonFormat
    case 'ubl':
      return ublFormat(choices.seller)
  }
}

/** @throws {InvalidInput} when the facts were read by another adapter, or by none of this release. */
export function choicesOf(adapterFacts: unknown): FileChoices {
  const parsed = fileChoicesSchema.safeParse(adapterFacts)
  if (parsed.success) return parsed.data
  throw new InvalidInput('What is kept of this file ledger does not say its format. Run `seatledger sync`.')
}

/**
 * The format that a text is written in: the settings may have changed since, and what was approved is posted as it
 * was, so a text of each format is read, and CSV by whichever mapping has its header.
 */
export function formatOfText(text: string, choices: FileChoices): FileFormat {
  const start = text.replace(/^\uFEFF/, '').trimStart()
  if (start.startsWith('{')) return jsonFormat
  if (start.startsWith('<')) return ublFormat(choices.seller)
  const mappings = [...(choices.mapping === undefined ? [] : [choices.mapping]), ...choices.earlierMappings]
  const mapping = mappings.find((candidate) => start.startsWith(csvHeader(candidate).trimEnd()))
  if (mapping !== undefined) return csvFormat(mapping)
  throw new InvalidInput('The text begins with the header of no column mapping that this file ledger has or had.')
}
