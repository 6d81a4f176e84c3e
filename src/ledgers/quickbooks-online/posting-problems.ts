import type { Invoice } from '../../domain/invoice.ts'
import { documentProblems, type DocumentProblem, type DocumentRules } from '../document/document-problems.ts'
import type { LedgerFacts, LedgerItem, PreparationContext } from '../gateway.ts'
import { amountPlaces, privateNoteLength, quickBooksOnlineCapabilities } from './capabilities.ts'

const rules: DocumentRules = {
  label: 'QuickBooks',
  capabilities: quickBooksOnlineCapabilities,
  referenceLength: privateNoteLength,
  amountPlaces,
  fields: {
    number: 'DocNumber',
    reference: 'PrivateNote',
    customer: 'CustomerRef',
    currency: 'CurrencyRef',
    date: 'TxnDate',
    lines: 'Line',
    item: 'ItemRef',
    amount: 'Line.Amount',
    total: 'TotalAmt',
  },
  unfitInNumber: { pattern: /[\\\p{Cc}]/u, words: 'a backslash or a control character' },
  itemProblem: unfitItem,
}

/** What this company cannot hold of an invoice, each with the next step. An invoice that has one cannot be approved. */
export function postingProblems(invoice: Invoice, context: PreparationContext): DocumentProblem[] {
  return [...documentProblems(invoice, context, rules), ...taxProblems(invoice, context.facts)]
}

/** A category holds no sale, and a bundle is another kind of line. */
function unfitItem({ kind, name }: LedgerItem): string | undefined {
  if (kind !== 'Category' && kind !== 'Group') return undefined
  return `${name} is a ${kind === 'Group' ? 'bundle' : 'category'} in QuickBooks. Link a product or a service.`
}

function taxProblems(invoice: Invoice, facts: LedgerFacts): DocumentProblem[] {
  const field = 'TaxCodeRef'
  if (facts.country !== 'US') {
    const message = `A QuickBooks company in ${facts.country} needs a tax code of its own on each line, and none is configured. Only companies in the United States can be posted to so far.`
    return [{ field, message }]
  }
  if (facts.salesTax === 'manual' && invoice.lines.some((line) => line.taxable)) {
    const message =
      'This QuickBooks company charges sales tax by codes chosen by hand, and none is configured, so the taxable lines would go out without tax. Turn on automated sales tax in QuickBooks, or mark the lines as not taxable.'
    return [{ field, message }]
  }
  return []
}
