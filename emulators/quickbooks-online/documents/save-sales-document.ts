import {
  addDecimals,
  compareDecimals,
  negateDecimal,
  subtractDecimals,
  sumDecimals,
  zero,
  type Decimal,
} from '../../../src/money/decimal.ts'
import { documentCurrency } from '../names/currencies.ts'
import { resolveReference } from '../names/references.ts'
import type { Books } from '../state/books.ts'
import { decimalAt, flagAt, listAt, objectAt, referenceAt, textAt, type JsonObject } from '../state/json-object.ts'
import { addDays, vendorDate } from '../state/vendor-time.ts'
import { fault, throwIfAny, VendorFault, type FaultError } from '../vendor-fault.ts'
import { addToCustomerBalance } from './customer-balance.ts'
import { readDiscount } from './discount.ts'
import { assignDocNumber } from './document-number.ts'
import { applyOpenCredits } from './open-credits.ts'
import { readLines } from './read-lines.ts'
import { checkPeriodOpen, checkSalesDocument } from './sales-document-checks.ts'
import { salesDocumentJson, type DocumentParts, type SaveRequest } from './sales-document-json.ts'
import { computeTax } from './sales-tax.ts'
import { taxRegime } from './tax-regime.ts'

/**
 * Creates or replaces an invoice or credit memo: lines, discount, tax and totals are worked out, the number assigned,
 * the customer's balance moved and, on a new document, open credits applied.
 * @throws {VendorFault} with every error found at the stage that failed: form, references and amounts, business rules.
 */
export function saveSalesDocument(books: Books, request: SaveRequest): JsonObject {
  checkSalesDocument(request.body)
  const parts = workOut(books, request)
  const before = totalOf(request.existing)
  const paid = subtractDecimals(before, decimalAt(request.existing, 'Balance') ?? zero)
  const balance = subtractDecimals(parts.total, paid)
  if (compareDecimals(parts.total, zero) < 0) throw business('Transaction amount must be 0 or greater.')
  if (compareDecimals(balance, zero) < 0) throw business('The amount is less than what was applied to the transaction.')
  const head = books.stamp(request.existing, () => books.next('transaction'))
  const docNumber = assignDocNumber(books, {
    type: request.type,
    id: textAt(head, 'Id') ?? '',
    body: request.body,
    existing: request.existing,
    allowsDuplicate: request.allowsDuplicateNumber,
  })
  const document = salesDocumentJson(books, request, { ...parts, head, docNumber, balance })
  books.save(request.type, document)
  const change = subtractDecimals(parts.total, before)
  addToCustomerBalance(books, parts.customerId, request.type === 'Invoice' ? change : negateDecimal(change))
  return request.existing === undefined ? applyOpenCredits(books, request.type, document) : document
}

function workOut(
  books: Books,
  { body, sent, existing }: SaveRequest,
): Omit<DocumentParts, 'head' | 'docNumber' | 'balance'> {
  const errors: FaultError[] = []
  const customer = resolveNamed(books, { kind: 'Customer', element: 'CustomerRef', body }, errors)
  const term = resolveNamed(books, { kind: 'Term', element: 'SalesTermRef', body }, errors)
  resolveNamed(books, { kind: 'Department', element: 'DepartmentRef', body }, errors)
  resolveNamed(books, { kind: 'Class', element: 'ClassRef', body }, errors)
  const regime = taxRegime(books, body, errors)
  const sentLines = listAt(body, 'Line')
  const lines = readLines({ books, regime, checksAmounts: 'Line' in sent, errors }, sentLines)
  const subtotal = sumDecimals(lines.map((line) => line.amount))
  const discount = readDiscount(sentLines, subtotal, errors)
  const currency = documentCurrency(books.preferences, { body, customer: customer ?? {} }, errors)
  throwIfAny(errors)
  const txnDate = textAt(body, 'TxnDate')?.slice(0, 10) ?? vendorDate(books.now)
  checkPeriodOpen(books, [txnDate, textAt(existing, 'TxnDate')])
  const tax = computeTax({
    books,
    regime,
    lines,
    subtotal,
    discount: discount.amount,
    customer: customer ?? {},
    requested: objectAt(sent, 'TxnTaxDetail'),
    previousCode: referenceAt(objectAt(existing, 'TxnTaxDetail'), 'TxnTaxCodeRef'),
    appliesAfterDiscount: flagAt(body, 'ApplyTaxAfterDiscount') ?? false,
  })
  const total = addDecimals(subtractDecimals(subtotal, discount.amount), tax.total)
  const customerId = textAt(customer, 'Id') ?? ''
  const dueDate = textAt(body, 'DueDate')?.slice(0, 10) ?? dueOn(books, { txnDate, term, customer })
  return {
    customerId,
    customer: customer ?? {},
    term,
    lines,
    subtotal,
    discount,
    tax,
    total,
    currency,
    txnDate,
    dueDate,
  }
}

function resolveNamed(
  books: Books,
  wanted: { kind: 'Customer' | 'Term' | 'Class' | 'Department'; element: string; body: JsonObject },
  errors: FaultError[],
): JsonObject | undefined {
  const id = referenceAt(wanted.body, wanted.element)
  return id === undefined
    ? undefined
    : resolveReference(books, { kind: wanted.kind, element: wanted.element, id }, errors)
}

/** By the document's terms, else the customer's, else thirty days, as recorded answers show. */
function dueOn(
  books: Books,
  input: { txnDate: string; term: JsonObject | undefined; customer: JsonObject | undefined },
): string {
  const term = input.term ?? books.find('Term', referenceAt(input.customer, 'SalesTermRef') ?? '')
  return addDays(input.txnDate, Number(textAt(term, 'DueDays') ?? '30'))
}

function totalOf(document: JsonObject | undefined): Decimal {
  return decimalAt(document, 'TotalAmt') ?? zero
}

function business(detail: string): VendorFault {
  return new VendorFault([fault.business(detail)])
}
