import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Company, Product, SubscriptionState } from '../../domain/subscription.ts'
import type { LedgerFacts } from '../../ledgers/gateway.ts'
import { monthlyAmount } from '../../billing/anomalies/at-stake.ts'
import { monthsOfTerm } from '../../billing/portions/terms.ts'
import { mapProducts } from '../../billing/product-mapping.ts'
import { addMoney, formatAmount, money, type Money } from '../../money/money.ts'
import { groupBy } from '../../support/group-by.ts'
import type { MappingGap, MappingSuggestion } from './mapping-gap.ts'
import { isAmbiguous, rankCandidates, type Candidate, type Ranked } from './rank-names.ts'

type Of<T> = T & { readonly connectionId: string }
type Held = Of<SubscriptionState>

/** What gaps are looked for in. */
export interface MappingEvidence {
  readonly config: BillingConfig
  readonly companies: readonly Of<Company>[]
  readonly products: readonly Of<Product>[]
  /** Those that run. */
  readonly held: readonly Held[]
  /** By connection. */
  readonly ledgers: ReadonlyMap<string, LedgerFacts>
}

/** Everything that is held and cannot be billed for want of a mapping, each kind by its cost, the dearest first. */
export function findMappingGaps(evidence: MappingEvidence): readonly MappingGap[] {
  const gaps = [
    ...companyGaps(evidence),
    ...productGaps(evidence),
    ...customerGaps(evidence),
    ...ledgerItemGaps(evidence),
  ]
  return gaps.sort((a, b) => costOf(b) - costOf(a) || (a.name < b.name ? -1 : 1))
}

/** For the order alone: no amount is made of it. */
function costOf({ monthlyCosts }: MappingGap): number {
  return Math.max(0, ...monthlyCosts.map(({ amount }) => Number(amount)))
}

function companyGaps({ config, companies, held, ledgers }: MappingEvidence): MappingGap[] {
  const known = new Set(
    [...config.clients.flatMap((client) => client.companies), ...config.ignoredCompanies].map(keyOf),
  )
  const linked = new Set(config.clients.flatMap(({ ledger }) => `${ledger.connectionId}\n${ledger.customerId ?? ''}`))
  const heldBy = groupBy(held, keyOf)
  const clients = config.clients.map(({ clientId, name }) => ({ value: clientId, name }))
  return companies
    .filter((company) => !known.has(keyOf(company)) && heldBy.has(keyOf(company)))
    .map((company) => {
      const { connectionId: source, companyId, name, billingEmail: email } = company
      const byClient = rankCandidates({ name }, clients)
      const byCustomer = rankCandidates({ name, email }, freeCustomers(ledgers, linked))
      const about = { kind: 'client' as const, source, company: companyId }
      const suggestions = [
        ...byClient.map((one) => ({
          ...{ score: one.score, reasons: one.reasons, target: `${one.name}, a client already` },
          choice: { ...about, act: { to: 'client' as const, client: one.value } },
        })),
        ...byCustomer.map((one) => ({
          ...{ score: one.score, reasons: one.reasons, target: `${one.name} of ${one.value.ledger}, as a new client` },
          choice: { ...about, act: { to: 'new-client' as const, name, ...one.value } },
        })),
      ].sort((a, b) => b.score - a.score)
      return gapOf(
        { kind: 'client', id: keyOf(company), name, subject: { source, company: companyId } },
        heldBy.get(keyOf(company)) ?? [],
        { suggestions, isAmbiguous: suggestions[1] !== undefined && suggestions[0]?.score === suggestions[1].score },
      )
    })
}

function freeCustomers(
  ledgers: MappingEvidence['ledgers'],
  linked: ReadonlySet<string>,
): Candidate<{ readonly ledger: string; readonly customer: string }>[] {
  return [...ledgers].flatMap(([ledger, facts]) =>
    facts.customers
      .filter(({ active, customerId }) => active && !linked.has(`${ledger}\n${customerId}`))
      .map(({ customerId, name, email }) => ({ value: { ledger, customer: customerId }, name, email })),
  )
}

function productGaps({ config, products, held }: MappingEvidence): MappingGap[] {
  const mapping = mapProducts(config)
  const clientOf = new Map(
    config.clients.flatMap((client) => client.companies.map((company) => [keyOf(company), client] as const)),
  )
  const names = new Map(products.map((product) => [`${product.connectionId}\n${product.productId}`, product.name]))
  const open = held.filter((row) => {
    const client = clientOf.get(keyOf(row))
    if (client === undefined) return false
    const product = mappable(row)
    return mapping.itemsFor(client, product).length === 0 && mapping.ignoredBecause(product) === undefined
  })
  return [...groupBy(open, (row) => JSON.stringify(mappable(row)))].flatMap(([id, rows]) => {
    const [row] = rows
    const { connectionId: source, productId: product, commitmentTerm = 'none', rawBillingTerm } = row
    const name = names.get(`${source}\n${product}`) ?? row.productName ?? product
    const terms = { source, product, commitmentTerm, billingTerm: rawBillingTerm.toLowerCase() }
    const sameProduct = new Set(
      config.items
        .filter(({ covers }) => covers.some((match) => match.connectionId === source && match.productId === product))
        .map(({ itemId }) => itemId),
    )
    const candidates = config.items.map((item) => ({ value: item.itemId, name: item.name }))
    const byName = rankCandidates({ name }, candidates)
    const bySameProduct = candidates
      .filter(({ value }) => sameProduct.has(value) && !isAmong(byName, value))
      .map((candidate): Ranked<string> => ({ ...candidate, score: 0, reasons: [] }))
    const ranked = [...byName, ...bySameProduct]
      .map((one) =>
        sameProduct.has(one.value)
          ? { ...one, score: one.score + 3, reasons: ['the same product under other terms', ...one.reasons] }
          : one,
      )
      .sort((a, b) => b.score - a.score)
    const suggestions = ranked.map(({ value, name: target, reasons }) => ({
      ...{ target, reasons },
      choice: { kind: 'product' as const, ...terms, act: { to: 'item' as const, item: value } },
    }))
    const words = [row.commitmentTerm, rawBillingTerm].filter((term) => term !== undefined && term !== '').join(', ')
    const about = { kind: 'product' as const, id, name: words === '' ? name : `${name} (${words})`, subject: terms }
    return [gapOf(about, rows, { suggestions, isAmbiguous: isAmbiguous(ranked) })]
  })
}

function isAmong(ranked: readonly Ranked<string>[], value: string): boolean {
  return ranked.some((one) => one.value === value)
}

/** A client that the ledger does not know of is blocked, whatever it holds. */
function customerGaps({ config, held, ledgers }: MappingEvidence): MappingGap[] {
  const linked = new Set(config.clients.flatMap(({ ledger }) => `${ledger.connectionId}\n${ledger.customerId ?? ''}`))
  return config.clients
    .filter(({ ledger }) => ledger.customerId === undefined)
    .map(({ clientId, name, ledger, companies }) => {
      const facts = ledgers.get(ledger.connectionId)
      const own = new Set(companies.map(keyOf))
      const free = facts === undefined ? [] : freeCustomers(new Map([[ledger.connectionId, facts]]), linked)
      const ranked = rankCandidates({ name }, free)
      const suggestions = ranked.map(({ value, name: target, reasons }) => ({
        ...{ target, reasons },
        choice: { kind: 'ledger-customer' as const, client: clientId, customer: value.customer },
      }))
      const subject = { client: clientId, ledger: ledger.connectionId }
      const rows = held.filter((row) => own.has(keyOf(row)))
      return gapOf({ kind: 'ledger-customer', id: clientId, name, subject }, rows, {
        ...{ suggestions, isAmbiguous: isAmbiguous(ranked) },
      })
    })
}

/** An item that a client of a ledger is billed for and that has no item there. */
function ledgerItemGaps({ config, ledgers }: MappingEvidence): MappingGap[] {
  const used = new Map<string, Set<string>>()
  for (const { ledger, lines } of config.clients) {
    for (const { itemId } of lines) {
      used.set(itemId, (used.get(itemId) ?? new Set<string>()).add(ledger.connectionId))
    }
  }
  return config.items.flatMap((item) =>
    [...(used.get(item.itemId) ?? [])]
      .filter((ledger) => !item.ledgerItems.has(ledger))
      .map((ledger) => {
        const items = (ledgers.get(ledger)?.items ?? []).filter(({ active }) => active)
        const candidates = items.map(({ ledgerItemId, name }) => ({ value: ledgerItemId, name }))
        const ranked = rankCandidates({ name: item.name }, candidates)
        const suggestions = ranked.map(({ value, name: target, reasons }) => ({
          ...{ target, reasons },
          choice: { kind: 'ledger-item' as const, item: item.itemId, ledger, ledgerItem: value },
        }))
        const subject = { item: item.itemId, ledger }
        return gapOf({ kind: 'ledger-item', id: `${item.itemId}\n${ledger}`, name: item.name, subject }, [], {
          ...{ suggestions, isAmbiguous: isAmbiguous(ranked) },
        })
      }),
  )
}

function gapOf(
  about: Pick<MappingGap, 'kind' | 'id' | 'name' | 'subject'>,
  rows: readonly Held[],
  suggested: { readonly suggestions: readonly MappingSuggestion[]; readonly isAmbiguous: boolean },
): MappingGap {
  const costs = new Map<string, Money>()
  let hasUnknownCost = false
  for (const { unitCost, quantity, billingTerm } of rows) {
    const cost = monthlyAmount(unitCost, quantity, monthsOfTerm(billingTerm) ?? 1)
    if (cost === undefined) hasUnknownCost = true
    else {
      const one = money(cost.amount, cost.currency)
      const sum = costs.get(cost.currency)
      costs.set(cost.currency, sum === undefined ? one : addMoney(sum, one))
    }
  }
  const suggestions = suggested.suggestions.map(({ choice, target, reasons }) => ({ choice, target, reasons }))
  return {
    ...about,
    place: Object.values(about.subject).join(', '),
    subscriptions: rows.length,
    monthlyCosts: [...costs].map(([currency, sum]) => ({ amount: formatAmount(sum), currency })),
    hasUnknownCost,
    suggestions,
    isAmbiguous: suggested.isAmbiguous,
  }
}

function mappable({ connectionId, productId, commitmentTerm, rawBillingTerm }: Held) {
  return { connectionId, productId, commitmentTerm, billingTerm: rawBillingTerm.toLowerCase() }
}

function keyOf({ connectionId, companyId }: { readonly connectionId: string; readonly companyId: string }): string {
  return `${connectionId}\n${companyId}`
}
