import type { GapKind, MappingGap } from '../../api/mapping.ts'

export const kindWords: Readonly<Record<GapKind, string>> = {
  client: 'company without a client',
  product: 'product without an item',
  'ledger-customer': 'client without a ledger customer',
  'ledger-item': 'item without a ledger item',
}

export function keyOf({ kind, id }: Pick<MappingGap, 'kind' | 'id'>): string {
  return `${kind} ${id}`
}

/** `428.23 USD`, and what is not known said so: a sum of a part is not the whole. */
export function costWords({ monthlyCosts, hasUnknownCost, subscriptions }: MappingGap): string {
  if (monthlyCosts.length === 0) return hasUnknownCost ? 'not known' : subscriptions === 0 ? '' : '0'
  const sums = monthlyCosts.map(({ amount, currency }) => `${amount} ${currency}`).join(', ')
  return hasUnknownCost ? `${sums} and more` : sums
}
