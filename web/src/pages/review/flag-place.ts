const mapping: readonly string[] = [
  ...['unmapped-client', 'unmapped-product', 'ledger-customer-missing', 'ledger-item-missing'],
  ...['subscription-on-no-line', 'charge-on-no-line'],
]
const connections: readonly string[] = ['sync-stale', 'sync-incomplete', 'no-evidence-for-period']
const prices: readonly string[] = [
  ...['price-changed', 'price-held-below-cost', 'negative-margin', 'held-price-ends-soon', 'price-changed-at-renewal'],
]

/** Where the cause of a flag is mended: the price held, the basis changed or the line left out are all said in the config. */
export function placeOf(
  code: string,
): { readonly to: '/mapping' | '/connections' | '/config'; readonly words: string } | undefined {
  if (mapping.includes(code)) return { to: '/mapping', words: 'Fix the mapping' }
  if (connections.includes(code)) return { to: '/connections', words: 'See the connection' }
  if (prices.includes(code)) return { to: '/config', words: 'Hold the price' }
  return { to: '/config', words: 'Change the line' }
}
