import type { Books, StoredKind } from '../state/books.ts'
import { flagAt, referenceAt, textAt, type JsonObject } from '../state/json-object.ts'
import { fault, type FaultError } from '../vendor-fault.ts'

/** What the vendor calls each list when an id is not on it. */
const listNames: Readonly<Partial<Record<StoredKind, string>>> = {
  Customer: 'Names',
  Item: 'Items',
  Term: 'Terms',
  Account: 'Accounts',
  TaxCode: 'TaxCodes',
  Class: 'Classes',
  Department: 'Departments',
}

/** Adds 2030 when a reference that must be a number is none. */
export function checkReferenceFormat(holder: JsonObject, element: string, errors: FaultError[]): void {
  const id = referenceAt(holder, element)
  if (id !== undefined && !/^\d+$/.test(id)) errors.push(fault.invalidId(element, id))
}

/** The entity that a reference names; adds 2500 when there is none and 610 when it was made inactive. */
export function resolveReference(
  books: Books,
  wanted: { kind: StoredKind; element: string; id: string },
  errors: FaultError[],
): JsonObject | undefined {
  const entity = books.find(wanted.kind, wanted.id)
  if (entity === undefined) {
    const list = listNames[wanted.kind] ?? wanted.kind
    errors.push(fault.invalidReference(wanted.element, `${list} element id ${wanted.id} not found`))
    return undefined
  }
  if (flagAt(entity, 'Active') === false) {
    errors.push(fault.notFound())
    return undefined
  }
  return entity
}

/** A reference with the name filled in, as answers carry it. */
export function namedReference(entity: JsonObject): JsonObject {
  const name = textAt(entity, 'FullyQualifiedName') ?? textAt(entity, 'DisplayName') ?? textAt(entity, 'Name')
  return { value: textAt(entity, 'Id'), ...(name === undefined ? {} : { name }) }
}
