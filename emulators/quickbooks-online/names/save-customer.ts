import { decimal } from '../../../src/money/decimal.ts'
import type { Books } from '../state/books.ts'
import {
  amountToken,
  compact,
  flagAt,
  objectAt,
  omit,
  referenceAt,
  textAt,
  type JsonObject,
} from '../state/json-object.ts'
import { fault, throwIfAny, type FaultError } from '../vendor-fault.ts'
import { currencyReference, customerCurrency } from './currencies.ts'
import { keepUniqueName } from './unique-name.ts'

const nameParts = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix']
const limits: Readonly<Record<string, number>> = {
  DisplayName: 500,
  GivenName: 100,
  FamilyName: 100,
  CompanyName: 100,
  Notes: 4000,
}
const setByVendor = [
  'domain',
  'sparse',
  'Id',
  'SyncToken',
  'MetaData',
  'Balance',
  'BalanceWithJobs',
  'FullyQualifiedName',
]

/**
 * Creates a customer, or replaces one by `body`, which an update has already merged.
 * @throws {VendorFault} 6080 without any name, 6240 for a name in use, 2050 for a long text, 6000 for a currency.
 */
export function saveCustomer(books: Books, body: JsonObject, existing?: JsonObject): JsonObject {
  const errors: FaultError[] = []
  const displayName = textAt(body, 'DisplayName') ?? nameFromParts(body)
  if (displayName === undefined) errors.push(noName)
  for (const [name, most] of Object.entries(limits)) {
    const length = textAt(body, name)?.length ?? 0
    if (length > most) errors.push(fault.tooLong(name, most, length))
  }
  const currency = customerCurrency(books.preferences, body, errors)
  const before = referenceAt(existing, 'CurrencyRef')
  if (before !== undefined && before !== currency) {
    errors.push(fault.business('The currency of a customer cannot be changed.'))
  }
  throwIfAny(errors)
  const customer = assemble(books, { body, existing, currency, displayName: displayName ?? '' })
  keepUniqueName(books, 'Customer', customer, existing)
  books.save('Customer', customer)
  return customer
}

const noName: FaultError = {
  code: '6080',
  message: 'No Name Provided',
  detail:
    'At least one of the following must be filled: Title, GivenName, MiddleName, FamilyName, DisplayName, Suffix.',
  element: 'DisplayName',
}

function nameFromParts(body: JsonObject): string | undefined {
  const parts = nameParts.flatMap((name) => textAt(body, name) ?? [])
  return parts.length === 0 ? undefined : parts.join(' ')
}

function assemble(
  books: Books,
  input: { body: JsonObject; existing: JsonObject | undefined; currency: string; displayName: string },
): JsonObject {
  const { body, existing } = input
  const balance = existing?.['Balance'] ?? amountToken(decimal('0'))
  return compact({
    Taxable: flagAt(body, 'Taxable') ?? true,
    ...omit(body, [...setByVendor, 'BillAddr', 'ShipAddr', 'Taxable', 'CurrencyRef', 'DisplayName', 'Active']),
    BillAddr: addressOf(books, body, 'BillAddr'),
    ShipAddr: addressOf(books, body, 'ShipAddr'),
    Job: flagAt(body, 'Job') ?? false,
    BillWithParent: flagAt(body, 'BillWithParent') ?? false,
    Balance: balance,
    BalanceWithJobs: balance,
    CurrencyRef: currencyReference(input.currency),
    PreferredDeliveryMethod: textAt(body, 'PreferredDeliveryMethod') ?? 'Print',
    IsProject: false,
    ...books.stamp(existing, () => books.next('name')),
    FullyQualifiedName: input.displayName,
    DisplayName: input.displayName,
    PrintOnCheckName: textAt(body, 'PrintOnCheckName') ?? input.displayName,
    Active: flagAt(body, 'Active') ?? true,
  })
}

/** Each address gets an id of its own when it is first kept. */
function addressOf(books: Books, body: JsonObject, name: string): JsonObject | undefined {
  const address = objectAt(body, name)
  if (address === undefined) return undefined
  return { Id: textAt(address, 'Id') ?? books.next('address', 2), ...omit(address, ['Id']) }
}
