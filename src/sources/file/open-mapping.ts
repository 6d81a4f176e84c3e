import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { InvalidInput, messageOf, NotFound } from '../../support/failure.ts'
import { packageRoot } from '../../support/package-root.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { sha256 } from '../../support/hash.ts'
import type { ChargesFileMapping } from '../charges-file.ts'
import type { MappingHead } from '../mapped-file.ts'
import type { StateFileMapping } from '../state-file.ts'
import { mappingSchema, type ChargesMapping, type StateMapping } from './mapping-schema.ts'
import { readChargesFile } from './read-charges-file.ts'
import { readStateFile } from './read-state-file.ts'

/** The mappings that come with the program. They are data and are not compiled, so they stay where they were written. */
const folder = join(packageRoot, 'src', 'sources', 'file', 'mappings')

export type FileMapping = ChargesFileMapping | StateFileMapping

/** A mapping that cannot be used, with every reason at once. */
export class InvalidMapping extends InvalidInput {
  override readonly code = 'mapping.invalid'
}

/**
 * Opens a mapping: by the name of one that comes with the program, such as `adobe`, or by the path of a file.
 * @throws {NotFound} when there is neither. @throws {InvalidMapping} when the file is no mapping.
 */
export async function openMapping(nameOrPath: string): Promise<FileMapping> {
  const ready = await readyMappings()
  const path = ready.includes(nameOrPath) ? join(folder, `${nameOrPath}.json`) : nameOrPath
  return readMapping(await readText(path, nameOrPath, ready), nameOrPath)
}

/** The names of the mappings that come with the program. */
export async function readyMappings(): Promise<readonly string[]> {
  const files = await readdir(folder)
  return files.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : [])).sort()
}

/**
 * Reads a mapping from its text.
 * @param name How messages call it.
 * @throws {InvalidMapping}
 */
export function readMapping(text: string, name: string): FileMapping {
  const parsed = mappingSchema.safeParse(parseMapping(text, name))
  if (!parsed.success)
    throw new InvalidMapping(`The mapping "${name}" cannot be used:\n${z.prettifyError(parsed.error)}`)
  const mapping = parsed.data
  const head = headOf(mapping, text)
  return mapping.profile === 'charges'
    ? { ...head, profile: 'charges', read: (file) => readChargesFile(file, mapping) }
    : { ...head, profile: 'state', read: (file) => readStateFile(file, mapping) }
}

/** Opens a mapping for files of charges. @throws {InvalidMapping} when it is one for another kind of file. */
export async function openChargesMapping(nameOrPath: string): Promise<ChargesFileMapping> {
  const mapping = await openMapping(nameOrPath)
  if (mapping.profile === 'charges') return mapping
  throw new InvalidMapping(`The mapping "${nameOrPath}" is for files of states: seatledger import state FILE --map ...`)
}

/** Opens a mapping for files of states. @throws {InvalidMapping} when it is one for another kind of file. */
export async function openStateMapping(nameOrPath: string): Promise<StateFileMapping> {
  const mapping = await openMapping(nameOrPath)
  if (mapping.profile === 'state') return mapping
  throw new InvalidMapping(
    `The mapping "${nameOrPath}" is for files of charges: seatledger import charges FILE --map ...`,
  )
}

function headOf(mapping: ChargesMapping | StateMapping, text: string): MappingHead {
  const { mapping: id, version, label, format, asks } = mapping
  return { id, version, label, format, text, asks, sha256: mappingSha256(mapping) }
}

/** The notes and the label decide nothing, so that a better word in them is no new version. */
function mappingSha256({ notes: _notes, label: _label, ...rest }: ChargesMapping | StateMapping): string {
  return sha256(canonicalJson(rest))
}

function parseMapping(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InvalidMapping(`The mapping "${name}" is not JSON: ${messageOf(error)}`, { cause: error })
  }
}

async function readText(path: string, name: string, ready: readonly string[]): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new NotFound(
      `There is no mapping "${name}": neither one of ${ready.join(', ')} nor a file that can be read (${messageOf(error)}).`,
      { cause: error },
    )
  }
}
