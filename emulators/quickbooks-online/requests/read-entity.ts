import { companyInfoEntity, preferencesEntity } from '../company-preferences.ts'
import { storedKinds, type Books, type StoredKind } from '../state/books.ts'
import { isJsonObject, type JsonObject } from '../state/json-object.ts'
import { fault, VendorFault } from '../vendor-fault.ts'

export type ReadableKind = StoredKind | 'CompanyInfo' | 'Preferences'

/** The kinds that can be read and queried, as the vendor writes their names. */
export const readableKinds: readonly ReadableKind[] = [...storedKinds, 'CompanyInfo', 'Preferences']

/** A kind by its name in any case, as paths and queries write it. */
export function readableKind(name: string): ReadableKind | undefined {
  return readableKinds.find((kind) => kind.toLowerCase() === name.toLowerCase())
}

/**
 * One entity by id.
 * @throws {VendorFault} 2030 when the id is no number; 610 when there is no such entity, or no longer.
 */
export function readEntity(books: Books, kind: ReadableKind, id: string): JsonObject {
  if (kind === 'CompanyInfo' || kind === 'Preferences') return companyEntity(books, kind)
  if (!/^\d+$/.test(id) && kind !== 'TaxCode') throw new VendorFault([fault.invalidId('Id', id)])
  const entity = books.find(kind, id)
  if (entity === undefined) throw new VendorFault([fault.notFound()])
  return entity
}

/** All entities of a kind, in no promised order. */
export function listEntities(books: Books, kind: ReadableKind): Iterable<JsonObject> {
  return kind === 'CompanyInfo' || kind === 'Preferences' ? [companyEntity(books, kind)] : books.list(kind)
}

function companyEntity(books: Books, kind: 'CompanyInfo' | 'Preferences'): JsonObject {
  const kept = books.lookUp('settings', 'times')
  const times = isJsonObject(kept) ? kept : {}
  const written = { created: String(times['created']), updated: String(times['updated']) }
  const entity: unknown =
    kind === 'CompanyInfo'
      ? companyInfoEntity(books.preferences, written)
      : preferencesEntity(books.preferences, written)
  return isJsonObject(entity) ? entity : {}
}
