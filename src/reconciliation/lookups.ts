import type { SubscriptionTimeline } from '../domain/timeline.ts'
import { daysOf, type Days } from './components.ts'
import type { ReconciledClient, ReconciliationInput, SourceRounding } from './input.ts'

/** The input's lists as questions, each answered in constant time. */
export interface Lookups {
  clientOfCompany(connectionId: string, companyId: string): ReconciledClient | undefined
  client(clientId: string): ReconciledClient | undefined
  /** Why a company or product is not billed; undefined: it should be. */
  reasonNotBilled(
    connectionId: string,
    companyId: string | undefined,
    productId: string | undefined,
  ): string | undefined
  isMappedProduct(connectionId: string, productId: string): boolean
  originalSubscription(connectionId: string, subscriptionId: string): string
  timeline(connectionId: string, subscriptionId: string): SubscriptionTimeline | undefined
  /** The days of each billed period of a client, in order; none for a client that is not known. */
  billedDays(clientId: string | undefined): readonly Days[]
  rounding(connectionId: string): SourceRounding
  /** The name that charges give a company; the id where none does. */
  companyName(connectionId: string, companyId: string): string
  /** The name that charges give a product; the id where none does. */
  productName(connectionId: string, productId: string): string
}

export function createLookups(input: ReconciliationInput): Lookups {
  const companies = new Map<string, ReconciledClient>()
  for (const client of [...input.clients].sort((a, b) => (a.clientId < b.clientId ? 1 : -1))) {
    for (const company of client.companies) companies.set(pair(company.connectionId, company.companyId), client)
  }
  const clients = new Map(input.clients.map((client) => [client.clientId, client]))
  const billedDays = new Map(
    input.clients.map(({ clientId, billedPeriods }) => [
      clientId,
      billedPeriods.map(daysOf).sort((a, b) => a.start - b.start || a.end - b.end),
    ]),
  )
  const companyReasons = reasons(input.notBilledCompanies.map((each) => ({ ...each, id: each.companyId })))
  const productReasons = reasons(input.notBilledProducts.map((each) => ({ ...each, id: each.productId })))
  const mapped = new Set(input.mappedProducts.map((each) => pair(each.connectionId, each.productId)))
  const originals = new Map(
    input.lineages.map((each) => [pair(each.connectionId, each.subscriptionId), each.originalSubscriptionId]),
  )
  const timelines = new Map(input.timelines.map((each) => [pair(each.connectionId, each.subscriptionId), each]))
  const roundings = new Map(input.sourceRoundings.map((each) => [each.connectionId, each]))
  // Few sentences need a name that their own charge does not give, so the names are gathered when one does.
  let gathered: ReturnType<typeof chargedNames> | undefined
  const names = (): ReturnType<typeof chargedNames> => (gathered ??= chargedNames(input))
  return {
    clientOfCompany: (connectionId, companyId) => companies.get(pair(connectionId, companyId)),
    client: (clientId) => clients.get(clientId),
    reasonNotBilled: (connectionId, companyId, productId) =>
      (companyId === undefined ? undefined : companyReasons.get(pair(connectionId, companyId))) ??
      (productId === undefined ? undefined : productReasons.get(pair(connectionId, productId))),
    isMappedProduct: (connectionId, productId) => mapped.has(pair(connectionId, productId)),
    originalSubscription: (connectionId, id) =>
      originals.size === 0 ? id : (originals.get(pair(connectionId, id)) ?? id),
    timeline: (connectionId, subscriptionId) => timelines.get(pair(connectionId, subscriptionId)),
    billedDays: (clientId) => (clientId === undefined ? undefined : billedDays.get(clientId)) ?? [],
    rounding: (connectionId) => roundings.get(connectionId) ?? roundingWhereNoneIsKnown(connectionId),
    companyName: (connectionId, companyId) => names().companies.get(pair(connectionId, companyId)) ?? companyId,
    productName: (connectionId, productId) => names().products.get(pair(connectionId, productId)) ?? productId,
  }
}

/** Of several names of one thing the first in the alphabet, so that the order of charges does not matter. */
function chargedNames({ distributorInvoices }: ReconciliationInput): {
  readonly companies: ReadonlyMap<string, string>
  readonly products: ReadonlyMap<string, string>
} {
  const companies = new Map<string, string>()
  const products = new Map<string, string>()
  for (const { charges } of distributorInvoices) {
    for (const { connectionId, companyId, companyName, productId, productName } of charges) {
      note(companies, connectionId, companyId, companyName)
      note(products, connectionId, productId, productName)
    }
  }
  return { companies, products }
}

function note(
  names: Map<string, string>,
  connectionId: string,
  id: string | undefined,
  name: string | undefined,
): void {
  if (id === undefined || name === undefined || name === '') return
  const key = pair(connectionId, id)
  const other = names.get(key)
  if (other === undefined || name < other) names.set(key, name)
}

/** Up to a whole step a line is allowed for until the source says better. */
function roundingWhereNoneIsKnown(connectionId: string): SourceRounding {
  const basis = 'the source does not say how it rounds'
  return { connectionId, per: 'line', places: 2, rounding: 'down', basis }
}

function reasons(
  rows: readonly { readonly connectionId: string; readonly id: string; readonly reason: string }[],
): ReadonlyMap<string, string> {
  const byKey = new Map<string, string>()
  for (const { connectionId, id, reason } of rows) {
    const key = pair(connectionId, id)
    const other = byKey.get(key)
    if (other === undefined || reason < other) byKey.set(key, reason)
  }
  return byKey
}

function pair(connectionId: string, id: string): string {
  return `${String(connectionId.length)}:${connectionId}${id}`
}
