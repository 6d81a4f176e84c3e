import type { Invoice } from '../../domain/invoice.ts'
import { documentProblems, type DocumentProblem, type DocumentRules } from '../document/document-problems.ts'
import type { LedgerItem, PreparationContext } from '../gateway.ts'
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
  takesBooking: true,
}

/** What this company cannot hold of an invoice, each with the next step. An invoice that has one cannot be approved. */
export function postingProblems(invoice: Invoice, context: PreparationContext): DocumentProblem[] {
  return documentProblems(invoice, context, rules)
}

/** A category holds no sale, and a bundle is another kind of line. */
function unfitItem({ kind, name }: LedgerItem): string | undefined {
  if (kind !== 'Category' && kind !== 'Group') return undefined
  return `${name} is a ${kind === 'Group' ? 'bundle' : 'category'} in QuickBooks. Link a product or a service.`
}
