import { isMap, parseDocument, type Document, type YAMLMap } from 'yaml'
import { entryOf, mapAt } from '../../config/yaml-entries.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { Supposition } from './supposition.ts'

/** A setting with several forms is stated anew as a whole: half of a hold beside half of a markup would be neither. */
const statedAnew = new Set(['price', 'follow'])

/**
 * A config's text with some settings changed. The rest of it, comments included, stays as it is, so that the reader's
 * checks and messages apply to the result as to any config.
 * @throws {InvalidInput} when it names something that the config does not have.
 */
export function supposeConfig(source: string, suppositions: readonly Supposition[]): string {
  if (suppositions.length === 0) return source
  const document = parseDocument(source, { schema: 'failsafe' })
  for (const supposition of suppositions) set(document, supposition)
  return document.toString()
}

function set(document: Document, supposition: Supposition): void {
  const place = placeOf(document, supposition)
  if (place === undefined) {
    throw new InvalidInput(`--set ${supposition.text}: the config has no ${supposition.about} "${supposition.id}".`)
  }
  const [key = '', ...rest] = supposition.path
  if (rest.length > 0 && (statedAnew.has(key) || !isMap(place.get(key)))) place.delete(key)
  const value = parseDocument(supposition.value, { schema: 'failsafe' }).contents
  place.setIn([...supposition.path], value)
}

function placeOf(document: Document, { about, id }: Supposition): YAMLMap | undefined {
  if (about === 'house') return mapAt(document.get('house'))
  if (about === 'item') return entryOf(document.get('catalog'), 'item', id)
  const [clientId = '', ...line] = id.split('/')
  const client = entryOf(document.get('clients'), 'client', about === 'line' ? clientId : id)
  return about === 'line' ? entryOf(client?.get('lines'), 'line', line.join('/')) : client
}
