import { z } from 'zod'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { decimal, fitsPlaces } from '../../money/decimal.ts'
import { stringifyJson } from '../../support/json.ts'
import { plainNumber } from '../document/amount-text.ts'
import { shownLine } from '../document/billed-line.ts'
import { indexOfFacts } from '../document/facts-index.ts'
import type { LedgerFacts, PreparationContext, PreparedPosting } from '../gateway.ts'
import { linePlaces, xeroCapabilities } from './capabilities.ts'
import { dueDate, termOfId } from './due-date.ts'
import { bookingOf } from './line-tax.ts'
import { typeOf } from './posted-document.ts'
import { postingProblems } from './posting-problems.ts'

const adapterFacts = z.object({ documentStatus: z.enum(['authorised', 'submitted', 'draft']) })

/**
 * The exact bytes that will be posted for an invoice, and what this organisation cannot hold of it. Pure. A negative
 * total becomes a credit note, whose amounts count what it takes off. Neither TaxAmount nor an exchange rate is sent:
 * Xero computes the one, and takes the day's for the other.
 * @throws {RangeError} when an amount of the invoice is no decimal number.
 */
export function preparePosting(invoice: Invoice, context: PreparationContext): PreparedPosting {
  const { documentNumber, facts } = context
  const problems = postingProblems(invoice, context)
  const documentKind = decimal(invoice.total).units < 0n || invoice.kind === 'credit-memo' ? 'credit-memo' : 'invoice'
  const isUnholdable = invoice.lines.some((line) => !fitsPlaces(decimal(line.amount), linePlaces.amount))
  const common = {
    Type: typeOf[documentKind],
    Contact: { ContactID: invoice.ledgerCustomerId },
    Date: invoice.invoiceDate,
    LineAmountTypes: 'Exclusive',
    Reference: context.reference,
    CurrencyCode: invoice.currency,
    Status: statusOf(facts),
    LineItems: isUnholdable ? [] : invoice.lines.map((line) => lineItem(line, facts, documentKind === 'credit-memo')),
  }
  const body =
    documentKind === 'invoice'
      ? { Invoices: [{ ...common, InvoiceNumber: documentNumber, DueDate: dueOn(invoice, facts) }] }
      : { CreditNotes: [{ ...common, CreditNoteNumber: documentNumber }] }
  return { documentKind, mediaType: 'application/json', body: stringifyJson(body), documentNumber, problems }
}

function lineItem(line: InvoiceLine, facts: LedgerFacts, isTurned: boolean): object {
  const { descriptionLength } = xeroCapabilities
  const shown = shownLine(line, { places: linePlaces, descriptionLength, isTurned })
  const { accountCode, taxType } = bookingOf(line, facts)
  return {
    // An approved document wants a description on each line.
    Description: shown.description === '' ? line.itemId : shown.description,
    Quantity: plainNumber(shown.quantity, 0),
    UnitAmount: plainNumber(shown.unitPrice, 2),
    ItemCode: line.ledgerItemId,
    AccountCode: accountCode,
    TaxType: taxType,
    LineAmount: plainNumber(shown.amount, 2),
  }
}

function dueOn({ invoiceDate, ledgerCustomerId }: Invoice, facts: LedgerFacts): string {
  const termId = indexOfFacts(facts).customers.get(ledgerCustomerId)?.termId
  return dueDate(invoiceDate, termId === undefined ? undefined : termOfId(termId))
}

function statusOf(facts: LedgerFacts): 'AUTHORISED' | 'SUBMITTED' | 'DRAFT' {
  const stated = adapterFacts.safeParse(facts.adapterFacts)
  switch (stated.success ? stated.data.documentStatus : 'authorised') {
    case 'draft':
      return 'DRAFT'
    case 'submitted':
      return 'SUBMITTED'
    case 'authorised':
      return 'AUTHORISED'
  }
}
