import {
  compareDecimals,
  negateDecimal,
  subtractDecimals,
  sumDecimals,
  zero,
  type Decimal,
} from '../../../src/money/decimal.ts'
import { documentCurrency, currencyReference } from '../names/currencies.ts'
import { checkReferenceFormat, namedReference, resolveReference } from '../names/references.ts'
import type { Books } from '../state/books.ts'
import {
  amountToken,
  compact,
  decimalAt,
  flagAt,
  listAt,
  objectAt,
  referenceAt,
  textAt,
  type JsonObject,
} from '../state/json-object.ts'
import { vendorDate } from '../state/vendor-time.ts'
import { fault, throwIfAny, type FaultError } from '../vendor-fault.ts'
import { addToCustomerBalance } from './customer-balance.ts'
import { applyToDocument, readApplication, type Application } from './payment-application.ts'
import { checkPeriodOpen } from './sales-document-checks.ts'

/**
 * Creates or replaces a payment. Its lines apply it to invoices and use up credit memos; an invoice's share beyond
 * the credit memos' must be covered by `TotalAmt`, and what is left of it stays unapplied.
 * @throws {VendorFault} 2020, 2030, 2500, 610, or 6000 when a line applies more than is open.
 */
export function savePayment(books: Books, body: JsonObject, existing?: JsonObject): JsonObject {
  const total = checkForm(body)
  if (existing !== undefined) undoPayment(books, existing)
  const errors: FaultError[] = []
  const customerId = referenceAt(body, 'CustomerRef') ?? ''
  const customer = resolveReference(books, { kind: 'Customer', element: 'CustomerRef', id: customerId }, errors)
  const currency = documentCurrency(books.preferences, { body, customer: customer ?? {} }, errors)
  const applications = listAt(body, 'Line').flatMap(
    (line) => readApplication(books, { line, customerId }, errors) ?? [],
  )
  const unapplied = subtractDecimals(total, netApplied(applications))
  if (compareDecimals(unapplied, zero) < 0) errors.push(fault.business('The amount applied is more than the payment.'))
  throwIfAny(errors)
  const txnDate = textAt(body, 'TxnDate')?.slice(0, 10) ?? vendorDate(books.now)
  checkPeriodOpen(books, [txnDate, textAt(existing, 'TxnDate')])
  const payment = compact({
    CustomerRef: namedReference(customer ?? {}),
    DepositToAccountRef: objectAt(body, 'DepositToAccountRef') ?? { value: '4' },
    PaymentMethodRef: objectAt(body, 'PaymentMethodRef'),
    PaymentRefNum: textAt(body, 'PaymentRefNum'),
    TotalAmt: amountToken(total),
    UnappliedAmt: amountToken(unapplied),
    ProcessPayment: flagAt(body, 'ProcessPayment') ?? false,
    ...books.stamp(existing, () => books.next('transaction')),
    TxnDate: txnDate,
    CurrencyRef: currencyReference(currency),
    PrivateNote: textAt(body, 'PrivateNote'),
    Line: applications.map((application) => applicationJson(books, application)),
  })
  const paymentId = textAt(payment, 'Id') ?? ''
  for (const application of applications) applyToDocument(books, { ...application, paymentId })
  books.save('Payment', payment)
  addToCustomerBalance(books, customerId, negateDecimal(total))
  return payment
}

/** Takes a payment back from all it was applied to, as a void, a deletion or a change does first. */
export function undoPayment(books: Books, payment: JsonObject): void {
  const paymentId = textAt(payment, 'Id') ?? ''
  for (const line of listAt(payment, 'Line')) {
    const linked = listAt(line, 'LinkedTxn')[0]
    const type = textAt(linked, 'TxnType') === 'CreditMemo' ? 'CreditMemo' : 'Invoice'
    const amount = negateDecimal(decimalAt(line, 'Amount') ?? zero)
    applyToDocument(books, { type, id: textAt(linked, 'TxnId') ?? '', amount, paymentId })
  }
  addToCustomerBalance(books, referenceAt(payment, 'CustomerRef') ?? '', decimalAt(payment, 'TotalAmt') ?? zero)
}

function checkForm(body: JsonObject): Decimal {
  const errors: FaultError[] = []
  const total = decimalAt(body, 'TotalAmt')
  if (referenceAt(body, 'CustomerRef') === undefined) errors.push(fault.missing('CustomerRef'))
  if (total === undefined) errors.push(fault.missing('TotalAmt'))
  else if (total.units < 0n) errors.push(fault.business('Transaction amount must be 0 or greater.'))
  checkReferenceFormat(body, 'CustomerRef', errors)
  throwIfAny(errors)
  return total ?? zero
}

function netApplied(applications: readonly Application[]): Decimal {
  return sumDecimals(applications.map(({ type, amount }) => (type === 'Invoice' ? amount : negateDecimal(amount))))
}

function applicationJson(books: Books, application: Application): JsonObject {
  const document = books.find(application.type, application.id)
  const names = [
    ['txnId', application.id],
    ['txnOpenBalance', amountToken(decimalAt(document, 'Balance') ?? zero).toString()],
    ['txnReferenceNumber', textAt(document, 'DocNumber') ?? ''],
  ] as const
  return {
    Amount: amountToken(application.amount),
    LinkedTxn: [{ TxnId: application.id, TxnType: application.type }],
    LineEx: { any: names.map(([name, value]) => nameValue(name, value)) },
  }
}

/** The vendor's Java object that leaks into its JSON, in the recorded shape. */
function nameValue(name: string, value: string): JsonObject {
  return {
    name: '{http://schema.intuit.com/finance/v3}NameValue',
    declaredType: 'com.intuit.schema.finance.v3.NameValue',
    scope: 'javax.xml.bind.JAXBElement$GlobalScope',
    value: { Name: name, Value: value },
    nil: false,
    globalScope: true,
    typeSubstituted: false,
  }
}
