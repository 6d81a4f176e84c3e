import type { Charge } from '../../domain/distributor-invoice.ts'
import type { LedgerFacts } from '../../ledgers/gateway.ts'

/** What is proposed for companies of whom nothing is known but what the distributor charged for them. */
export interface ChargesOnly {
  /** One catalog item for each connection that brings charges and no subscriptions. */
  readonly items: readonly {
    readonly item: string
    readonly name: string
    readonly ledgerItems?: Readonly<Record<string, string>>
  }[]
  lineFor(company: { readonly connectionId: string; readonly companyId: string }): object | undefined
  /** The currency of the company's charges, where it is one and not the house's. */
  currencyFor(company: { readonly connectionId: string; readonly companyId: string }): string | undefined
  /** The currency of all such charges, where it is one. */
  readonly currency: string | undefined
}

/**
 * A file of charges names customers and products, and no subscriptions that could be followed. Its customers are billed
 * the distributor's own charges with a markup: one pass-through line each, which takes all of them.
 */
export function suggestPassThrough(
  charges: readonly Charge[],
  connectionsWithSubscriptions: ReadonlySet<string>,
  { facts, ledger }: { readonly facts: LedgerFacts | undefined; readonly ledger: string | undefined },
): ChargesOnly {
  const own = charges.filter(({ connectionId }) => !connectionsWithSubscriptions.has(connectionId))
  const connections = [...new Set(own.map(({ connectionId }) => connectionId))].sort()
  const of = ({ connectionId, companyId }: { connectionId: string; companyId: string }): Charge[] =>
    own.filter((charge) => charge.connectionId === connectionId && charge.companyId === companyId)
  const currency = onlyCurrency(own)
  const house = facts?.homeCurrency ?? currency
  return {
    items: connections.map((connectionId) => itemFor(connectionId, facts, ledger)),
    lineFor: (company) => {
      if (of(company).length === 0) return undefined
      const id = itemId(company.connectionId)
      return { line: id, item: id, model: 'pass-through', takesRest: 'true', price: { markupPercent: '20' } }
    },
    currencyFor: (company) => {
      const theirs = onlyCurrency(of(company))
      return theirs === house ? undefined : theirs
    },
    currency,
  }
}

function itemFor(
  connectionId: string,
  facts: LedgerFacts | undefined,
  ledger: string | undefined,
): ChargesOnly['items'][number] {
  const name = `Charges from ${connectionId}`
  const same = (facts?.items ?? []).filter((item) => item.active && item.name.toLowerCase() === name.toLowerCase())
  const [only] = same
  const linked = ledger === undefined || only === undefined || same.length > 1 ? {} : { [ledger]: only.ledgerItemId }
  return { item: itemId(connectionId), name, ...(Object.keys(linked).length === 0 ? {} : { ledgerItems: linked }) }
}

function itemId(connectionId: string): string {
  return `${connectionId}-charges`
}

function onlyCurrency(charges: readonly Charge[]): string | undefined {
  const currencies = new Set(charges.map(({ currency }) => currency))
  const [only] = currencies
  return currencies.size === 1 ? only : undefined
}
