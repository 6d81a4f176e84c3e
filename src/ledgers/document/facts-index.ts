import type { LedgerCustomer, LedgerFacts, LedgerItem } from '../gateway.ts'

interface FactsIndex {
  readonly customers: ReadonlyMap<string, LedgerCustomer>
  readonly items: ReadonlyMap<string, LedgerItem>
}

// A run prepares thousands of invoices against the same facts; looking each customer up in a list would be quadratic.
const indexes = new WeakMap<LedgerFacts, FactsIndex>()

/** The customers and items of a company by id, built once for each reading of the facts. */
export function indexOfFacts(facts: LedgerFacts): FactsIndex {
  const known = indexes.get(facts)
  if (known !== undefined) return known
  const index = {
    customers: new Map(facts.customers.map((customer) => [customer.customerId, customer])),
    items: new Map(facts.items.map((item) => [item.ledgerItemId, item])),
  }
  indexes.set(facts, index)
  return index
}
