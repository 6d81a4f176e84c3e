import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { documentProblems, placeOf, type DocumentProblem, type DocumentRules } from '../document/document-problems.ts'
import type { LedgerFacts, PreparationContext } from '../gateway.ts'
import { linePlaces, referenceLength, xeroCapabilities } from './capabilities.ts'
import { bookingOf, isActive } from './line-tax.ts'

const rules: DocumentRules = {
  label: 'Xero',
  capabilities: xeroCapabilities,
  referenceLength,
  amountPlaces: linePlaces.amount,
  fields: {
    number: 'InvoiceNumber',
    reference: 'Reference',
    customer: 'ContactID',
    currency: 'CurrencyCode',
    date: 'Date',
    lines: 'LineItems',
    item: 'ItemCode',
    amount: 'LineAmount',
    total: 'Total',
  },
  // Numbers are looked up in a list that commas part, and in a filter between quotation marks.
  unfitInNumber: { pattern: /[,"\\\p{Cc}]/u, words: 'a comma, a quotation mark, a backslash or a control character' },
}

/** What this organisation cannot hold of an invoice, each with the next step. */
export function postingProblems(invoice: Invoice, context: PreparationContext): DocumentProblem[] {
  const { facts } = context
  return [
    ...documentProblems(invoice, context, rules),
    ...inclusiveProblems(invoice),
    ...invoice.lines.flatMap((line, index) => bookingProblems(line, index, facts)),
  ]
}

function inclusiveProblems({ tax }: Invoice): DocumentProblem[] {
  if (tax?.act !== 'ours' || !tax.codes.some(({ inclusive }) => inclusive)) return []
  const message = 'The amounts have tax in them, and lines are sent to Xero without it. State prices without tax.'
  return [{ field: 'LineAmountTypes', message }]
}

function bookingProblems(line: InvoiceLine, index: number, facts: LedgerFacts): DocumentProblem[] {
  // An item that is not there is a problem of its own.
  if (!facts.items.some(({ ledgerItemId }) => ledgerItemId === line.ledgerItemId)) return []
  const place = placeOf(line, index)
  const { accountCode, taxType } = bookingOf(line, facts)
  const account = facts.accounts?.find(({ accountId }) => accountId === accountCode)
  if (accountCode === undefined) {
    const message = `${place}: the item ${line.ledgerItemId} names no sales account in Xero. Choose one in the item there.`
    return [{ field: 'AccountCode', message }]
  }
  if (account?.active !== true) {
    const message = `${place}: the sales account ${accountCode} of the item ${line.ledgerItemId} is archived or is no income account in Xero. Choose another in the item there.`
    return [{ field: 'AccountCode', message }]
  }
  if (taxType === undefined || !isActive(facts, taxType)) {
    const which = taxType === undefined ? 'has no tax rate' : `has the tax rate ${taxType}, which is not in use`
    const message = `${place}: the item ${line.ledgerItemId} ${which} in Xero for ${line.taxable ? 'a taxable line' : 'a line without tax'}. Choose one in the item there.`
    return [{ field: 'TaxType', message }]
  }
  return []
}
