import { decimal, sumDecimals } from '../../money/decimal.ts'
import { stringifyJson } from '../../support/json.ts'
import { amountText, optionalAmountText } from '../document/amount-text.ts'
import type { PostedDocument, PreparedDocument } from '../gateway.ts'
import { countedLines } from './counted-lines.ts'
import { wireDocument, wirePreparedDocument, type WireDocument } from './wire.ts'

/** An Invoice or CreditMemo of QuickBooks in our words. @throws {ZodError} when it lacks what every document has. */
export function postedDocument(
  entity: unknown,
  documentKind: PostedDocument['documentKind'],
  traceId: string | undefined,
): PostedDocument {
  const document = wireDocument.parse(entity)
  const currency = document.CurrencyRef?.value
  const lines = document.Line.flatMap((line) => countedLines(line))
  return {
    documentKind,
    documentId: document.Id,
    documentNumber: document.DocNumber,
    customerId: document.CustomerRef.value,
    currency,
    date: document.TxnDate,
    netTotal: amountText(sumDecimals(lines.map(({ amount }) => amount)), currency),
    tax: optionalAmountText(document.TxnTaxDetail?.TotalTax, currency),
    total: amountText(decimal(document.TotalAmt), currency),
    balance: optionalAmountText(document.Balance, currency),
    lines: lines.map(({ line, amount }) => ({ description: line.Description, amount: amountText(amount, currency) })),
    reference: document.PrivateNote,
    version: document.SyncToken,
    traceId,
    voided: isVoided(document),
    raw: stringifyJson(entity),
  }
}

/** The lines of a body that we are to send, in the same words as those of the answer. @throws {ZodError} */
export function preparedDocument(body: unknown): PreparedDocument {
  const document = wirePreparedDocument.parse(body)
  const currency = document.CurrencyRef?.value
  const lines = document.Line.flatMap((line) => countedLines(line))
  return {
    date: document.TxnDate,
    currency,
    netTotal: amountText(sumDecimals(lines.map(({ amount }) => amount)), currency),
    lines: lines.map(({ line, amount }) => ({ description: line.Description, amount: amountText(amount, currency) })),
  }
}

/** A voided document stays, with every amount zero and a note of QuickBooks' own before ours. */
function isVoided(document: WireDocument): boolean {
  return decimal(document.TotalAmt).units === 0n && /^voided\b/i.test(document.PrivateNote ?? '')
}
