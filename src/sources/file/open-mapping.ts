import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { InvalidInput, messageOf, NotFound } from '../../support/failure.ts'
import { packageRoot } from '../../support/package-root.ts'
import type { ChargesFileMapping } from '../charges-file.ts'
import { mappingSchema } from './mapping-schema.ts'
import { readChargesFile } from './read-charges-file.ts'

/** The mappings that come with the program. They are data and are not compiled, so they stay where they were written. */
const folder = join(packageRoot, 'src', 'sources', 'file', 'mappings')

/** A mapping that cannot be used, with every reason at once. */
export class InvalidMapping extends InvalidInput {
  override readonly code = 'mapping.invalid'
}

/**
 * Opens a mapping: by the name of one that comes with the program, such as `adobe`, or by the path of a file.
 * @throws {NotFound} when there is neither. @throws {InvalidMapping} when the file is no mapping.
 */
export async function openMapping(nameOrPath: string): Promise<ChargesFileMapping> {
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
export function readMapping(text: string, name: string): ChargesFileMapping {
  const parsed = mappingSchema.safeParse(parseMapping(text, name))
  if (!parsed.success)
    throw new InvalidMapping(`The mapping "${name}" cannot be used:\n${z.prettifyError(parsed.error)}`)
  const mapping = parsed.data
  const { mapping: id, version, label, format } = mapping
  return { id, version, label, format, text, read: (file) => readChargesFile(file, mapping) }
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
