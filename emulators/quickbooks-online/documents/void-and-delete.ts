import { equalDecimals, negateDecimal, zero } from '../../../src/money/decimal.ts'
import type { Books } from '../state/books.ts'
import {
  amountToken,
  decimalAt,
  listAt,
  objectAt,
  omit,
  referenceAt,
  textAt,
  type JsonObject,
} from '../state/json-object.ts'
import { fault, VendorFault } from '../vendor-fault.ts'
import { addToCustomerBalance } from './customer-balance.ts'
import { releaseDocNumber, type SalesDocumentType } from './document-number.ts'
import { checkPeriodOpen } from './sales-document-checks.ts'
import { undoPayment } from './save-payment.ts'

/**
 * Voids an invoice: it stays, number and all, with every amount at zero and its quantities gone.
 * @throws {VendorFault} 6210 in a closed period; 6000 when something is applied to it.
 */
export function voidInvoice(books: Books, invoice: JsonObject): JsonObject {
  checkFree(books, invoice)
  addToCustomerBalance(
    books,
    referenceAt(invoice, 'CustomerRef') ?? '',
    negateDecimal(decimalAt(invoice, 'TotalAmt') ?? zero),
  )
  const note = textAt(invoice, 'PrivateNote')
  const voided = {
    ...invoice,
    ...books.stamp(invoice, () => ''),
    PrivateNote: note === undefined ? 'Voided' : `Voided - ${note}`,
    Line: listAt(invoice, 'Line').map(voidLine),
    TxnTaxDetail: { TotalTax: amountToken(zero) },
    TotalAmt: amountToken(zero),
    Balance: amountToken(zero),
  }
  books.save('Invoice', voided)
  return voided
}

/** Removes an invoice or credit memo for good and frees its number. Throws as a void does. */
export function deleteSalesDocument(books: Books, type: SalesDocumentType, document: JsonObject): void {
  checkFree(books, document)
  const total = decimalAt(document, 'TotalAmt') ?? zero
  const id = textAt(document, 'Id') ?? ''
  addToCustomerBalance(
    books,
    referenceAt(document, 'CustomerRef') ?? '',
    type === 'Invoice' ? negateDecimal(total) : total,
  )
  const number = textAt(document, 'DocNumber')
  if (number !== undefined) releaseDocNumber(books, number, `${type}:${id}`)
  books.remove(type, id)
}

/** Voids a payment: what it was applied to is open again, and it stays at zero. */
export function voidPayment(books: Books, payment: JsonObject): JsonObject {
  checkPeriodOpen(books, [textAt(payment, 'TxnDate')])
  undoPayment(books, payment)
  const voided = {
    ...payment,
    ...books.stamp(payment, () => ''),
    PrivateNote: 'Voided',
    TotalAmt: amountToken(zero),
    UnappliedAmt: amountToken(zero),
    Line: [],
  }
  books.save('Payment', voided)
  return voided
}

export function deletePayment(books: Books, payment: JsonObject): void {
  checkPeriodOpen(books, [textAt(payment, 'TxnDate')])
  undoPayment(books, payment)
  books.remove('Payment', textAt(payment, 'Id') ?? '')
}

function checkFree(books: Books, document: JsonObject): void {
  checkPeriodOpen(books, [textAt(document, 'TxnDate')])
  const isUntouched = equalDecimals(decimalAt(document, 'TotalAmt') ?? zero, decimalAt(document, 'Balance') ?? zero)
  if (!isUntouched) {
    throw new VendorFault([
      fault.business('This transaction is linked to other transactions; unlink the payments or credits first.'),
    ])
  }
}

function voidLine(line: JsonObject): JsonObject {
  const detail = objectAt(line, 'SalesItemLineDetail')
  const amount = 'Amount' in line ? { Amount: amountToken(zero) } : {}
  const quantities = ['Qty', 'UnitPrice', 'TaxInclusiveAmt']
  return { ...line, ...amount, ...(detail === undefined ? {} : { SalesItemLineDetail: omit(detail, quantities) }) }
}
