import { isMap, isScalar, isSeq, parseDocument, type Document, type YAMLMap } from 'yaml'
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
  if (about === 'item') return entry(document.get('catalog'), 'item', id)
  const [clientId = '', ...line] = id.split('/')
  const client = entry(document.get('clients'), 'client', about === 'line' ? clientId : id)
  return about === 'line' ? entry(client?.get('lines'), 'line', line.join('/')) : client
}

function entry(list: unknown, key: string, id: string): YAMLMap | undefined {
  if (!isSeq(list)) return undefined
  return list.items.map(mapAt).find((map) => textOf(map?.get(key, true)) === id)
}

function mapAt(node: unknown): YAMLMap | undefined {
  return isMap(node) ? node : undefined
}

function textOf(node: unknown): string | undefined {
  return isScalar(node) ? String(node.value) : undefined
}
