import type { LedgerCapabilities } from '../gateway.ts'
import type { DocumentRules } from './document-problems.ts'

/**
 * The words of our own document, for whoever is given it as it is; how many places amounts have is the currency's.
 * @param label Who takes it, as problems name it.
 */
export function ledgerDocumentRules(
  label: string,
  capabilities: LedgerCapabilities,
): Omit<DocumentRules, 'amountPlaces'> {
  return {
    label,
    capabilities,
    referenceLength: 1000,
    fields: {
      number: 'documentNumber',
      reference: 'reference',
      customer: 'customer',
      currency: 'currency',
      date: 'invoiceDate',
      lines: 'lines',
      item: 'item',
      amount: 'amount',
      total: 'netTotal',
    },
    unfitInNumber: { pattern: /\p{Cc}/u, words: 'a control character' },
  }
}
