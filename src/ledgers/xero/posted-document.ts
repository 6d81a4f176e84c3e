import { z } from 'zod'
import { decimal, sumDecimals } from '../../money/decimal.ts'
import { stringifyJson } from '../../support/json.ts'
import { amountText, optionalAmountText } from '../document/amount-text.ts'
import type { DocumentLine, PostedDocument, PreparedDocument } from '../gateway.ts'
import { wireCreditNote, wireInvoice, wirePreparedCreditNote, wirePreparedInvoice, type WireLine } from './wire.ts'

export type DocumentKind = PostedDocument['documentKind']

/** What Xero calls a kind of document, and what belongs to it. */
export const listOf = { invoice: 'Invoices', 'credit-memo': 'CreditNotes' } as const
export const typeOf = { invoice: 'ACCREC', 'credit-memo': 'ACCRECCREDIT' } as const

/** A document of Xero in our words. @throws {ZodError} when it lacks what every document has. */
export function postedDocument(
  entity: unknown,
  documentKind: DocumentKind,
  traceId: string | undefined,
): PostedDocument {
  const held = documentKind === 'invoice' ? heldInvoice(entity) : heldCreditNote(entity)
  const { documentId, documentNumber, balance, document } = held
  const currency = document.CurrencyCode
  return {
    documentKind,
    documentId,
    documentNumber,
    customerId: document.Contact.ContactID,
    ...linesAndNet(document.LineItems, currency),
    currency,
    date: document.Date,
    tax: optionalAmountText(document.TotalTax, currency),
    total: amountText(decimal(document.Total), currency),
    balance: optionalAmountText(balance, currency),
    reference: document.Reference,
    // The only mark that Xero changes with each change of a document.
    version: document.UpdatedDateUTC.toISOString(),
    traceId,
    voided: document.Status === 'VOIDED' || document.Status === 'DELETED',
    raw: stringifyJson(entity),
  }
}

/** A body that we are to send, in the same words as its answer. @throws {ZodError} */
export function preparedDocument(body: unknown): PreparedDocument {
  const { document } = preparedBody.parse(body)
  const currency = document.CurrencyCode
  return { date: document.Date, currency, ...linesAndNet(document.LineItems, currency) }
}

/** The one document of a body that we are to send. */
export const preparedBody = z.union([
  z
    .looseObject({ Invoices: z.tuple([wirePreparedInvoice]) })
    .transform(({ Invoices: [document] }) => ({ document, documentNumber: document.InvoiceNumber })),
  z
    .looseObject({ CreditNotes: z.tuple([wirePreparedCreditNote]) })
    .transform(({ CreditNotes: [document] }) => ({ document, documentNumber: document.CreditNoteNumber })),
])

interface Held {
  readonly documentId: string
  readonly documentNumber: string | undefined
  readonly balance: string | undefined
  readonly document: z.output<typeof wireInvoice> | z.output<typeof wireCreditNote>
}

function heldInvoice(entity: unknown): Held {
  const document = wireInvoice.parse(entity)
  const { InvoiceID, InvoiceNumber, AmountDue } = document
  return { documentId: InvoiceID, documentNumber: InvoiceNumber, balance: AmountDue, document }
}

function heldCreditNote(entity: unknown): Held {
  const document = wireCreditNote.parse(entity)
  const { CreditNoteID, CreditNoteNumber, RemainingCredit } = document
  return { documentId: CreditNoteID, documentNumber: CreditNoteNumber, balance: RemainingCredit, document }
}

function linesAndNet(
  lines: readonly WireLine[],
  currency: string | undefined,
): { readonly lines: readonly DocumentLine[]; readonly netTotal: string } {
  // A line without an amount is text alone.
  const counted = lines.filter(({ LineAmount }) => LineAmount !== undefined)
  const amounts = counted.map(({ LineAmount }) => decimal(LineAmount ?? '0'))
  return {
    lines: counted.map(({ Description }, index) => ({
      description: Description,
      amount: amountText(amounts[index] ?? decimal('0'), currency),
    })),
    netTotal: amountText(sumDecimals(amounts), currency),
  }
}
