import type { ClientBillingConfig } from '../domain/billing-config.ts'

/** The catalog items that some line of a client bills, by itself or as a component. */
export function itemsBilledTo({ lines }: Pick<ClientBillingConfig, 'lines'>): ReadonlySet<string> {
  return new Set(
    lines.flatMap((line) => (line.model === 'fixed' ? [line.itemId, ...line.componentItemIds] : [line.itemId])),
  )
}

/** How many clients have a line for each item. */
export function countItemUse(clients: readonly ClientBillingConfig[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const client of clients) {
    for (const itemId of itemsBilledTo(client)) counts.set(itemId, (counts.get(itemId) ?? 0) + 1)
  }
  return counts
}
