import { compareDecimals, zero, type Decimal } from '../../../src/money/decimal.ts'
import type { Books } from '../state/books.ts'
import { amountToken, decimalAt, referenceAt, textAt, type JsonObject } from '../state/json-object.ts'
import type { SalesDocumentType } from './document-number.ts'
import { savePayment } from './save-payment.ts'

/**
 * Sets open credit memos of the customer against a new invoice, or a new credit memo against open invoices, oldest
 * first, as companies with `AutoApplyCredit` do. Each match is a payment of 0.00 with two lines.
 */
export function applyOpenCredits(books: Books, type: SalesDocumentType, document: JsonObject): JsonObject {
  const customerId = referenceAt(document, 'CustomerRef') ?? ''
  const id = textAt(document, 'Id') ?? ''
  if (type === 'CreditMemo') noteCredit(books, customerId, id)
  if (!books.preferences.appliesCreditsAutomatically) return document
  for (const other of openCounterparts(books, type, customerId)) {
    const now = books.find(type, id)
    const amount = smaller(openAmount(now), openAmount(books.find(counterpart(type), other)))
    if (compareDecimals(amount, zero) <= 0) continue
    const [invoiceId, creditId] = type === 'Invoice' ? [id, other] : [other, id]
    savePayment(books, matchOf({ customerId, invoiceId, creditId, amount, document }))
  }
  return books.find(type, id) ?? document
}

function counterpart(type: SalesDocumentType): SalesDocumentType {
  return type === 'Invoice' ? 'CreditMemo' : 'Invoice'
}

/** Credit memos are looked up by customer, since every new invoice asks; invoices are searched, since few credits come. */
function openCounterparts(books: Books, type: SalesDocumentType, customerId: string): readonly string[] {
  if (type === 'Invoice') {
    const credits = creditsOf(books, customerId)
    const open = credits.filter((id) => openAmount(books.find('CreditMemo', id)).units > 0n)
    if (open.length !== credits.length) books.index('credit-memos', customerId, open)
    return open
  }
  return [...books.list('Invoice')]
    .filter((invoice) => referenceAt(invoice, 'CustomerRef') === customerId && openAmount(invoice).units > 0n)
    .sort((a, b) => (textAt(a, 'TxnDate') ?? '').localeCompare(textAt(b, 'TxnDate') ?? ''))
    .flatMap((invoice) => textAt(invoice, 'Id') ?? [])
}

function noteCredit(books: Books, customerId: string, id: string): void {
  books.index('credit-memos', customerId, [...creditsOf(books, customerId), id])
}

function creditsOf(books: Books, customerId: string): readonly string[] {
  const credits = books.lookUp('credit-memos', customerId)
  return Array.isArray(credits) ? credits.filter((id) => typeof id === 'string') : []
}

function openAmount(document: JsonObject | undefined): Decimal {
  return decimalAt(document, 'Balance') ?? zero
}

function smaller(a: Decimal, b: Decimal): Decimal {
  return compareDecimals(a, b) < 0 ? a : b
}

function matchOf(match: {
  customerId: string
  invoiceId: string
  creditId: string
  amount: Decimal
  document: JsonObject
}): JsonObject {
  const line = (id: string, type: SalesDocumentType): JsonObject => ({
    Amount: amountToken(match.amount),
    LinkedTxn: [{ TxnId: id, TxnType: type }],
  })
  return {
    CustomerRef: { value: match.customerId },
    CurrencyRef: match.document['CurrencyRef'],
    TxnDate: textAt(match.document, 'TxnDate'),
    TotalAmt: amountToken(zero),
    Line: [line(match.invoiceId, 'Invoice'), line(match.creditId, 'CreditMemo')],
  }
}
