import { decimal } from '../../../src/money/decimal.ts'
import type { Books } from '../state/books.ts'
import {
  compact,
  decimalAt,
  flagAt,
  numberToken,
  omit,
  referenceAt,
  textAt,
  type JsonObject,
} from '../state/json-object.ts'
import { fault, throwIfAny, type FaultError } from '../vendor-fault.ts'
import { checkReferenceFormat, namedReference, resolveReference } from './references.ts'
import { keepUniqueName } from './unique-name.ts'

const setByVendor = ['domain', 'sparse', 'Id', 'SyncToken', 'MetaData', 'FullyQualifiedName']
const typesWithoutIncome = ['Category', 'Group']

/**
 * Creates an item, or replaces one by `body`, which an update has already merged.
 * @throws {VendorFault} 2020 without a name or an income account, 2500 for an unknown account, 6240 for a name in use.
 */
export function saveItem(books: Books, body: JsonObject, existing?: JsonObject): JsonObject {
  const errors: FaultError[] = []
  const name = textAt(body, 'Name')
  const type = textAt(body, 'Type') ?? 'Service'
  const accountId = referenceAt(body, 'IncomeAccountRef')
  if (name === undefined) errors.push(fault.missing('Name'))
  else if (name.length > 100) errors.push(fault.tooLong('Name', 100, name.length))
  if (accountId === undefined && !typesWithoutIncome.includes(type)) errors.push(fault.missing('IncomeAccountRef'))
  checkReferenceFormat(body, 'IncomeAccountRef', errors)
  throwIfAny(errors)
  const account =
    accountId === undefined
      ? undefined
      : resolveReference(books, { kind: 'Account', element: 'IncomeAccountRef', id: accountId }, errors)
  throwIfAny(errors)
  const item = compact({
    Name: name,
    Active: flagAt(body, 'Active') ?? true,
    FullyQualifiedName: name,
    Taxable: flagAt(body, 'Taxable') ?? false,
    UnitPrice: numberToken(decimalAt(body, 'UnitPrice') ?? decimal('0')),
    Type: type,
    IncomeAccountRef: account === undefined ? undefined : namedReference(account),
    PurchaseCost: numberToken(decimalAt(body, 'PurchaseCost') ?? decimal('0')),
    TrackQtyOnHand: flagAt(body, 'TrackQtyOnHand') ?? false,
    DeferredRevenue: flagAt(body, 'DeferredRevenue') ?? false,
    ...omit(body, [...setByVendor, ...written]),
    ...books.stamp(existing, () => books.next('item')),
  })
  keepUniqueName(books, 'Item', item, existing)
  books.save('Item', item)
  return item
}

const written = [
  'Name',
  'Active',
  'Taxable',
  'UnitPrice',
  'Type',
  'IncomeAccountRef',
  'PurchaseCost',
  'TrackQtyOnHand',
  'DeferredRevenue',
]
