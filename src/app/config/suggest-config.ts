import { stringify } from 'yaml'
import type { Company, Product, SubscriptionState } from '../../domain/subscription.ts'
import type { LedgerFacts } from '../../ledgers/gateway.ts'
import { listConnections } from '../../store/connections.ts'
import { listCharges } from '../../store/charges.ts'
import { withOrganization } from '../../store/database.ts'
import { newestRecords } from '../../store/observations.ts'
import { readCompany, readProduct, readSubscription } from '../../store/record-schemas.ts'
import type { AppContext } from '../context.ts'
import { uniqueSlug } from '../../config/slug.ts'
import { keptLedgerFacts } from '../ledger-facts.ts'
import { NothingSynced } from '../run/run-failures.ts'
import { unlinkedInLedger, type Linked } from './unlinked-in-ledger.ts'
import { suggestPassThrough, type ChargesOnly } from './suggest-pass-through.ts'

type Of<T> = T & { readonly connectionId: string }

/**
 * Proposes a first billing config from what was synced: a client for each company that holds something, a catalog item
 * for each product and way of buying it, a synced line for each, and a pass-through line where only charges are known.
 * A ledger customer or item is filled in only where
 * exactly one has the very same name; all else is left for a person. Nothing is applied.
 * @throws {NothingSynced}
 */
export async function suggestConfig(context: AppContext): Promise<string> {
  const { database, organization } = context
  const read = await withOrganization(database, organization.id, async (tx) => ({
    companies: (await newestRecords(tx, { noun: 'company' })).map((row) => of(row, readCompany)),
    products: (await newestRecords(tx, { noun: 'product' })).map((row) => of(row, readProduct)),
    subscriptions: (await newestRecords(tx, { noun: 'subscription' })).map((row) => of(row, readSubscription)),
    ledgers: await listConnections(tx, 'ledger'),
    charges: await listCharges(tx),
  }))
  if (read.companies.length === 0) throw new NothingSynced()
  const ledger = read.ledgers[0]?.id
  const facts = ledger === undefined ? undefined : await keptLedgerFacts(context, ledger)
  const items = suggestItems(read.subscriptions, read.products, facts, ledger)
  const followed = new Set(read.subscriptions.map(({ connectionId }) => connectionId))
  const chargesOnly = suggestPassThrough(read.charges, followed, { facts, ledger })
  const from = { items, chargesOnly, facts, ledger: ledger ?? 'quickbooks-online', taken: new Set<string>() }
  const clients = read.companies.flatMap((company) => suggestClient(company, read.subscriptions, from))
  const house = {
    currency: facts?.homeCurrency ?? chargesOnly.currency ?? 'USD',
    quantityBasis: 'whole-at-end',
    price: { markupPercent: '20' },
  }
  const catalog = [...items.map(({ text }) => text), ...chargesOnly.items]
  const config = { seatledger: '1', house, catalog, clients }
  const leftOver =
    facts === undefined || ledger === undefined
      ? ''
      : unlinkedInLedger(facts, ledger, linkedIn(catalog, clients, ledger))
  return `${introduction}${stringify(config, { lineWidth: 120 })}${leftOver}`
}

const introduction = `# A first billing config, proposed from what was synced. Read it, correct it, then: seatledger config apply FILE
# The house price (cost + 20 %) and quantity basis (whole-at-end) are placeholders for what your contracts say.
# Ledger customers and items are filled in only where exactly one has the same name; those left over are at the end.
`

function linkedIn(
  catalog: readonly { readonly ledgerItems?: Readonly<Record<string, string>> }[],
  clients: readonly SuggestedClient[],
  ledger: string,
): Linked {
  return {
    customers: new Set(clients.flatMap((client) => client.ledger.customer ?? [])),
    items: new Set(catalog.flatMap(({ ledgerItems }) => ledgerItems?.[ledger] ?? [])),
  }
}

function of<T>(
  row: { readonly connectionId: string; readonly state: string | undefined },
  read: (text: string) => T,
): Of<T> {
  return { connectionId: row.connectionId, ...read(row.state ?? '') }
}

interface SuggestedItem {
  readonly key: string
  readonly text: Readonly<Record<string, unknown>> & {
    readonly item: string
    readonly ledgerItems?: Readonly<Record<string, string>>
  }
}

function suggestItems(
  subscriptions: readonly Of<SubscriptionState>[],
  products: readonly Of<Product>[],
  facts: LedgerFacts | undefined,
  ledger: string | undefined,
): SuggestedItem[] {
  const names = new Map(products.map((product) => [`${product.connectionId}\n${product.productId}`, product.name]))
  const items = new Map<string, SuggestedItem>()
  const taken = new Set<string>()
  for (const subscription of subscriptions) {
    const key = itemKey(subscription)
    if (items.has(key)) continue
    const { connectionId, productId, productName, commitmentTerm, rawBillingTerm } = subscription
    const product = names.get(`${connectionId}\n${productId}`) ?? productName ?? productId
    const terms = [commitmentTerm, rawBillingTerm].filter((term) => term !== undefined && term !== '').join(', ')
    const name = terms === '' ? product : `${product} (${terms})`
    const ledgerItem = onlyOne(facts?.items ?? [], name) ?? onlyOne(facts?.items ?? [], product)
    const covers = {
      source: connectionId,
      product: productId,
      commitmentTerm: commitmentTerm ?? 'none',
      billingTerm: rawBillingTerm.toLowerCase(),
    }
    const text = {
      item: uniqueSlug(name, taken),
      name: name.slice(0, 100),
      ...(ledger === undefined || ledgerItem === undefined
        ? {}
        : { ledgerItems: { [ledger]: ledgerItem.ledgerItemId } }),
      covers: [rawBillingTerm === '' ? { ...covers, billingTerm: undefined } : covers],
    }
    items.set(key, { key, text })
  }
  return [...items.values()]
}

function suggestClient(
  company: Of<Company>,
  subscriptions: readonly Of<SubscriptionState>[],
  { items, chargesOnly, facts, ledger, taken }: SuggestedFrom,
): SuggestedClient[] {
  const { connectionId, companyId, name } = company
  const own = subscriptions.filter((row) => row.connectionId === connectionId && row.companyId === companyId)
  const passThrough = chargesOnly.lineFor(company)
  if (own.length === 0 && passThrough === undefined) return []
  const keys = new Set(own.map(itemKey))
  const lines = items
    .filter(({ key }) => keys.has(key))
    .map(({ text }) => ({ line: text.item, item: text.item, syncsQuantity: 'true' }))
  const customer = onlyOne(facts?.customers ?? [], name)
  const linked = customer === undefined ? { connection: ledger } : { connection: ledger, customer: customer.customerId }
  const client = uniqueSlug(name, taken)
  const currency = chargesOnly.currencyFor(company)
  const base = { client, name, companies: [{ source: connectionId, company: companyId }], ledger: linked }
  const all = passThrough === undefined ? lines : [...lines, passThrough]
  return [{ ...base, ...(currency === undefined ? {} : { currency }), lines: all }]
}

interface SuggestedClient {
  readonly client: string
  readonly ledger: { readonly connection: string; readonly customer?: string }
  readonly lines: readonly object[]
}

interface SuggestedFrom {
  readonly items: readonly SuggestedItem[]
  readonly chargesOnly: ChargesOnly
  readonly facts: LedgerFacts | undefined
  readonly ledger: string
  /** The clients' names that are given out. */
  readonly taken: Set<string>
}

function itemKey(row: Of<SubscriptionState>): string {
  return JSON.stringify([row.connectionId, row.productId, row.commitmentTerm ?? null, row.rawBillingTerm.toLowerCase()])
}

/** The one active thing of exactly this name; `undefined` when there is none or more than one. */
function onlyOne<T extends { readonly name: string; readonly active: boolean }>(
  things: readonly T[],
  name: string,
): T | undefined {
  const same = things.filter((thing) => thing.active && thing.name.toLowerCase() === name.toLowerCase())
  return same.length === 1 ? same[0] : undefined
}
