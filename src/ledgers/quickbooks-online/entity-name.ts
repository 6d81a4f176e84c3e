import type { PostedDocument } from '../gateway.ts'

/** What QuickBooks calls a kind of document, in answers and queries; in addresses it is in lower case. */
export function entityName(documentKind: PostedDocument['documentKind']): 'Invoice' | 'CreditMemo' {
  return documentKind === 'invoice' ? 'Invoice' : 'CreditMemo'
}
