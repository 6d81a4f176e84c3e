import { checkProperties } from '../check-properties.ts'
import { deletePayment, deleteSalesDocument, voidInvoice, voidPayment } from '../documents/void-and-delete.ts'
import { savePayment } from '../documents/save-payment.ts'
import { saveSalesDocument } from '../documents/save-sales-document.ts'
import { saveCustomer } from '../names/save-customer.ts'
import { saveItem } from '../names/save-item.ts'
import type { Books } from '../state/books.ts'
import { compact, flagAt, textAt, type JsonObject } from '../state/json-object.ts'
import { fault, VendorFault } from '../vendor-fault.ts'

export const writableKinds = ['Invoice', 'CreditMemo', 'Payment', 'Customer', 'Item'] as const
export type WritableKind = (typeof writableKinds)[number]

export interface WriteRequest {
  readonly kind: WritableKind
  readonly operation: string | undefined
  readonly body: JsonObject
  readonly allowsDuplicateNumber: boolean
}

/**
 * Creates, updates, voids or deletes an entity and gives what the answer holds under its name. A body with an `Id` is
 * an update: `sparse` keeps what it does not name, otherwise what it does not name is blanked.
 * @throws {VendorFault} for every reason that the vendor refuses.
 */
export function writeEntity(books: Books, request: WriteRequest): JsonObject {
  checkProperties(request.kind, request.body)
  switch (request.operation) {
    case undefined:
    case 'create':
    case 'update':
      return createOrUpdate(books, request)
    case 'void':
      return voidEntity(books, request)
    case 'delete':
      return deleteEntity(books, request)
    default:
      throw new VendorFault([fault.unsupported(request.operation)])
  }
}

function createOrUpdate(books: Books, { kind, body, operation, allowsDuplicateNumber }: WriteRequest): JsonObject {
  const isUpdate = operation === 'update' || textAt(body, 'Id') !== undefined
  const existing = isUpdate ? entityToChange(books, kind, body) : undefined
  const merged = existing !== undefined && flagAt(body, 'sparse') === true ? { ...existing, ...body } : body
  const request = { body: compactNull(merged), sent: body, existing, allowsDuplicateNumber }
  switch (kind) {
    case 'Customer':
      return saveCustomer(books, request.body, existing)
    case 'Item':
      return saveItem(books, request.body, existing)
    case 'Payment':
      return savePayment(books, request.body, existing)
    case 'Invoice':
    case 'CreditMemo':
      return saveSalesDocument(books, { type: kind, ...request })
  }
}

function voidEntity(books: Books, { kind, body }: WriteRequest): JsonObject {
  if (kind === 'Invoice') return voidInvoice(books, entityToChange(books, kind, body))
  if (kind === 'Payment') return voidPayment(books, entityToChange(books, kind, body))
  throw new VendorFault([fault.unsupported(`void on ${kind}`)])
}

function deleteEntity(books: Books, { kind, body }: WriteRequest): JsonObject {
  if (kind === 'Customer' || kind === 'Item') throw new VendorFault([fault.unsupported(`delete on ${kind}`)])
  const existing = entityToChange(books, kind, body)
  if (kind === 'Payment') deletePayment(books, existing)
  else deleteSalesDocument(books, kind, existing)
  return { domain: 'QBO', status: 'Deleted', Id: textAt(existing, 'Id') }
}

/** The entity that a change names, provided the caller saw its latest state. */
function entityToChange(books: Books, kind: WritableKind, body: JsonObject): JsonObject {
  const id = textAt(body, 'Id')
  const syncToken = textAt(body, 'SyncToken')
  if (id === undefined) throw new VendorFault([fault.missing('Id')])
  if (!/^\d+$/.test(id)) throw new VendorFault([fault.invalidId('Id', id)])
  const existing = books.find(kind, id)
  if (existing === undefined) throw new VendorFault([fault.notFound()])
  if (syncToken === undefined) throw new VendorFault([fault.missing('SyncToken')])
  if (syncToken !== textAt(existing, 'SyncToken')) throw new VendorFault([fault.stale()])
  return existing
}

/** A property sent as null is one that is not set. */
function compactNull(body: JsonObject): JsonObject {
  return compact(Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value ?? undefined])))
}
