import type { LedgerFacts } from '../../ledgers/gateway.ts'

/** What a proposed config links already, by the ledger's own ids. */
export interface Linked {
  readonly customers: ReadonlySet<string>
  readonly items: ReadonlySet<string>
}

/**
 * The active customers and items of the ledger that a proposed config does not use, as comments with their ids: a
 * ledger shows names and hides ids, and without them nobody could fill in what was left out.
 */
export function unlinkedInLedger(facts: LedgerFacts, ledger: string, linked: Linked): string {
  const customers = facts.customers
    .filter(({ customerId, active }) => active && !linked.customers.has(customerId))
    .map(({ customerId, name, currency }) => ({ id: customerId, name, note: currency }))
  const items = facts.items
    .filter(({ ledgerItemId, active }) => active && !linked.items.has(ledgerItemId))
    .map(({ ledgerItemId, name, kind }) => ({ id: ledgerItemId, name, note: kind }))
  return [...block(`Customers of ${ledger}`, customers), ...block(`Items of ${ledger}`, items)].join('')
}

function block(title: string, things: readonly { id: string; name: string; note: string | undefined }[]): string[] {
  if (things.length === 0) return []
  const sorted = [...things].sort((a, b) => (a.name < b.name ? -1 : 1))
  const rows = sorted.map(({ id, name, note }) => {
    const words = `${name}${note === undefined ? '' : ` (${note})`}`
    // A line break in a name would end the comment.
    return `#   "${id}"  ${words.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}\n`
  })
  return [`\n# ${title} that nothing above is linked to, for filling in what was left out:\n`, ...rows]
}
