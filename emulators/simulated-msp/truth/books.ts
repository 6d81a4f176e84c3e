import type { ClientContract, ContractLine, Contracts, Coverage } from '../contracts/types.ts'
import { stretchesOf, type Stretch } from '../timeline.ts'
import type {
  SimulatedCharge,
  SimulatedCompany,
  SimulatedInvoice,
  SimulatedMsp,
  SimulatedProduct,
  SimulatedSubscription,
} from '../types.ts'

/** The simulated MSP, arranged so that everything about one client or one subscription is at hand. */
export interface Books {
  readonly msp: SimulatedMsp
  readonly products: ReadonlyMap<string, SimulatedProduct>
  readonly companies: ReadonlyMap<string, SimulatedCompany>
  readonly contractsByCompany: ReadonlyMap<string, ClientContract>
  readonly holdings: ReadonlyMap<string, Holding>
  /** All that a company ever held. */
  readonly holdingsByCompany: ReadonlyMap<string, readonly Holding[]>
  /** The invoices that count, credited ones left out, by the month they close. */
  readonly invoicesByMonth: ReadonlyMap<string, readonly SimulatedInvoice[]>
  readonly itemsByProduct: ReadonlyMap<string, readonly (Coverage & { readonly itemId: string })[]>
}

export interface Holding {
  readonly subscription: SimulatedSubscription
  readonly course: readonly Stretch[]
}

export function openBooks(msp: SimulatedMsp): Books {
  const holdings = msp.subscriptions.map((subscription): Holding => {
    return { subscription, course: stretchesOf(subscription) }
  })
  const owned = holdings.flatMap((holding) => {
    const owners = new Set(holding.course.map(({ companyId }) => companyId))
    return [...owners].map((companyId): readonly [string, Holding] => [companyId, holding])
  })
  const counted = msp.distributorInvoices.filter(({ creditedAt }) => creditedAt === undefined)
  return {
    msp,
    products: new Map(msp.products.map((product) => [product.productId, product])),
    companies: new Map(msp.companies.map((company) => [company.companyId, company])),
    contractsByCompany: new Map(msp.contracts.clients.map((contract) => [contract.companyId, contract])),
    holdings: new Map(holdings.map((holding) => [holding.subscription.subscriptionId, holding])),
    holdingsByCompany: grouped(owned),
    invoicesByMonth: grouped(counted.map((invoice) => [invoice.month, invoice])),
    itemsByProduct: itemsByProduct(msp.contracts),
  }
}

/** The item a subscription is filed under while it is a given product: the client's own mapping goes first. */
export function itemOf(
  books: Books,
  contract: ClientContract,
  { commitmentTerm, billingTerm }: SimulatedSubscription,
  productId: string,
): string | undefined {
  const candidates = [
    ...contract.overrides.filter((override) => override.productId === productId),
    ...(books.itemsByProduct.get(productId) ?? []),
  ]
  const found = candidates.find(
    (coverage) =>
      (coverage.commitmentTerm === undefined || coverage.commitmentTerm === (commitmentTerm ?? 'none')) &&
      (coverage.billingTerm === undefined || coverage.billingTerm === billingTerm),
  )
  return found?.itemId
}

/** The line that bills an item in a month, on its own or as a part of a bundle. */
export function lineOfItem(contract: ClientContract, itemId: string, month: string): ContractLine | undefined {
  return contract.lines.find(
    (line) =>
      isBilledIn(line, month) &&
      ((line.itemId === itemId && line.model !== 'manual') ||
        (line.model === 'fixed' && line.componentItemIds.includes(itemId))),
  )
}

/** Lines begin and end with months. */
export function isBilledIn({ from, until }: ContractLine, month: string): boolean {
  return (from === undefined || from.slice(0, 7) <= month) && (until === undefined || until.slice(0, 7) > month)
}

/** The line that takes a charge which is passed on, or any line that bills its subscription. */
export function lineOfCharge(books: Books, charge: SimulatedCharge, month: string): ContractLine | undefined {
  const contract = books.contractsByCompany.get(charge.companyId ?? '')
  const holding = books.holdings.get(charge.subscriptionId ?? '')
  if (contract === undefined) return undefined
  const itemId =
    holding === undefined || charge.productId === undefined
      ? undefined
      : itemOf(books, contract, holding.subscription, charge.productId)
  const own = itemId === undefined ? undefined : lineOfItem(contract, itemId, month)
  return (
    own ?? contract.lines.find((line) => line.model === 'pass-through' && line.takesRest && isBilledIn(line, month))
  )
}

function itemsByProduct(contracts: Contracts): Map<string, (Coverage & { readonly itemId: string })[]> {
  return grouped(
    contracts.items.flatMap(({ itemId, covers }) =>
      covers.map((coverage): readonly [string, Coverage & { readonly itemId: string }] => {
        return [coverage.productId, { ...coverage, itemId }]
      }),
    ),
  )
}

export function grouped<T>(pairs: readonly (readonly [string, T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const [key, value] of pairs) {
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}
