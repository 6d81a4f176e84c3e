import type { Books } from '../state/books.ts'
import { textAt, type JsonObject } from '../state/json-object.ts'
import { fault, VendorFault } from '../vendor-fault.ts'

/**
 * Holds each name for one entity, whatever its case, inactive ones included. Customers share their list with vendors
 * and employees; items have their own.
 * @throws {VendorFault} 6240 when another entity holds the name.
 */
export function keepUniqueName(
  books: Books,
  kind: 'Customer' | 'Item',
  entity: JsonObject,
  existing?: JsonObject,
): void {
  const list = kind === 'Customer' ? 'name-in-use' : 'item-name-in-use'
  const id = textAt(entity, 'Id') ?? ''
  const key = keyOf(entity)
  const holder = books.lookUp(list, key)
  if (typeof holder === 'string' && holder !== id) throw new VendorFault([fault.duplicateName(holder)])
  if (existing !== undefined && keyOf(existing) !== key) books.index(list, keyOf(existing), undefined)
  books.index(list, key, id)
}

/** Takes a name as a vendor or an employee would, so that a customer cannot have it. */
export function reserveName(books: Books, name: string): void {
  books.index('name-in-use', name.toLowerCase(), books.next('name'))
}

function keyOf(entity: JsonObject): string {
  return (textAt(entity, 'DisplayName') ?? textAt(entity, 'Name') ?? '').toLowerCase()
}
