import type { ProductList } from '../products.ts'
import { slugOf } from '../company-names.ts'
import type { PricePlan, SimulatedProduct } from '../types.ts'
import type { ContractItem, Coverage } from './types.ts'

/** The items that stand for no single product of the distributor. */
export const bundleItem = 'managed-workplace'
export const firewallItem = 'firewall-rental'
export const projectItem = 'project-work'
export const restItem = 'other-cloud-charges'
/** Covers a product only for the clients whose override says so. */
export const ownNameItem = 'workplace-seat'

/** The MSP's catalog: an item for each product and way of buying it, and a few of its own. */
export function createItems(products: ProductList): ContractItem[] {
  const sold = [...products.seats, products.zeroCost, products.usage, products.oneTime]
  const fromProducts = sold.flatMap((product) =>
    product.plans.map((plan): ContractItem => {
      const itemId = itemIdOf(product, plan)
      return { itemId, name: itemName(product, plan), covers: [coverageOf(product, plan)] }
    }),
  )
  const own = [
    { itemId: bundleItem, name: 'Managed Workplace', covers: [] },
    { itemId: firewallItem, name: 'Firewall rental', covers: [] },
    { itemId: projectItem, name: 'Project work', covers: [] },
    { itemId: restItem, name: 'Other cloud charges', covers: [] },
    { itemId: ownNameItem, name: 'Workplace seat', covers: [] },
  ]
  return [...fromProducts, ...own]
}

export function itemIdOf(product: SimulatedProduct, plan: Pick<PricePlan, 'commitmentTerm' | 'billingTerm'>): string {
  const base = slugOf(friendlyName(product))
  if (plan.billingTerm === 'Annual') return `${base}-yearly`
  return plan.commitmentTerm === 'Monthly' ? `${base}-monthly` : base
}

function coverageOf(product: SimulatedProduct, plan: PricePlan): Coverage {
  // A product with one way of buying it needs no terms; a trial of it is then the same line at no price.
  if (product.plans.length === 1) {
    return { productId: product.productId, commitmentTerm: undefined, billingTerm: undefined }
  }
  const { commitmentTerm = 'none', billingTerm } = plan
  return { productId: product.productId, commitmentTerm, billingTerm }
}

function itemName(product: SimulatedProduct, plan: PricePlan): string {
  const name = friendlyName(product)
  if (plan.billingTerm === 'Annual') return `${name} (paid yearly)`
  return plan.commitmentTerm === 'Monthly' ? `${name} (month to month)` : name
}

function friendlyName(product: SimulatedProduct): string {
  return product.name.replace(' [New Commerce Experience]', '').replace('Microsoft 365', 'M365')
}
