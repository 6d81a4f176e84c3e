import { compareDecimals, subtractDecimals, zero, type Decimal } from '../../../src/money/decimal.ts'
import type { Books } from '../state/books.ts'
import { amountToken, decimalAt, listAt, referenceAt, textAt, type JsonObject } from '../state/json-object.ts'
import { fault, type FaultError } from '../vendor-fault.ts'
import type { SalesDocumentType } from './document-number.ts'

/** A part of a payment set against one invoice, or taken from one credit memo. */
export interface Application {
  readonly type: SalesDocumentType
  readonly id: string
  readonly amount: Decimal
}

/** Reads a payment's line; adds what is wrong with it to `errors`. */
export function readApplication(
  books: Books,
  input: { line: JsonObject; customerId: string },
  errors: FaultError[],
): Application | undefined {
  const linked = listAt(input.line, 'LinkedTxn')[0]
  const id = textAt(linked, 'TxnId')
  const type = textAt(linked, 'TxnType')
  const amount = decimalAt(input.line, 'Amount')
  if (id === undefined || amount === undefined) {
    errors.push(fault.missing(amount === undefined ? 'Line.Amount' : 'Line.LinkedTxn.TxnId'))
    return undefined
  }
  if (type !== 'Invoice' && type !== 'CreditMemo') {
    errors.push(fault.business(`A payment cannot be linked to a transaction of type ${type ?? 'none'}.`))
    return undefined
  }
  const document = books.find(type, id)
  if (document === undefined) errors.push(fault.invalidReference('TxnId', `Transaction element id ${id} not found`))
  else checkOpen({ document, amount, customerId: input.customerId }, errors)
  return { type, id, amount }
}

function checkOpen(input: { document: JsonObject; amount: Decimal; customerId: string }, errors: FaultError[]): void {
  if (referenceAt(input.document, 'CustomerRef') !== input.customerId) {
    errors.push(fault.business('The linked transaction belongs to another customer.'))
  }
  if (compareDecimals(input.amount, decimalAt(input.document, 'Balance') ?? zero) > 0) {
    errors.push(fault.business('The amount applied is more than the open balance of the linked transaction.'))
  }
}

/** Moves a document's open balance by an application, or back by a negative one, and keeps the link on invoices. */
export function applyToDocument(books: Books, application: Application & { paymentId: string }): void {
  const document = books.find(application.type, application.id)
  if (document === undefined) return
  const open = amountToken(subtractDecimals(decimalAt(document, 'Balance') ?? zero, application.amount))
  const changed = { ...books.touched(document), Balance: open }
  if (application.type === 'CreditMemo') {
    books.save('CreditMemo', { ...changed, RemainingCredit: open })
    return
  }
  const others = listAt(document, 'LinkedTxn').filter((link) => textAt(link, 'TxnId') !== application.paymentId)
  const link = { TxnId: application.paymentId, TxnType: 'Payment' }
  books.save('Invoice', { ...changed, LinkedTxn: application.amount.units > 0n ? [...others, link] : others })
}
