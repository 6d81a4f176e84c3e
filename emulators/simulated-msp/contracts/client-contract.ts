import type { ProductList } from '../products.ts'
import { createRandom, type Random } from '../random.ts'
import type { MspSettings } from '../settings.ts'
import type { SimulatedCompany } from '../types.ts'
import { ownNameItem } from './items.ts'
import type { ClientContract, ContractCurrency, ContractLine, ContractRules } from './types.ts'

/** What is agreed with one client, without its lines yet. Bear Creek Winery has the house's own rules. */
export function createContract(
  settings: MspSettings,
  products: ProductList,
  company: SimulatedCompany,
  index: number,
): ClientContract & { readonly lines: ContractLine[] } {
  const random = createRandom(settings.seed, 'contract', index)
  const { initial } = settings.frequencies
  const isBearCreek = index === 0
  const isForeign = !isBearCreek && random.chance(initial.foreignCurrency)
  const currency: ContractCurrency = isForeign ? random.pick(['CAD', 'EUR']) : 'USD'
  const mismatched = !isBearCreek && !isForeign && random.chance(initial.currencyMismatch)
  const missing = !isBearCreek && !mismatched && random.chance(initial.ledgerCustomerMissing)
  const ledgerCurrency = mismatched ? 'CAD' : currency
  const hasOverride = !isBearCreek && random.chance(initial.override)
  return {
    clientId: company.slug,
    name: company.name,
    companyId: company.companyId,
    currency,
    ledgerCustomer: missing ? undefined : { displayName: company.name, currency: ledgerCurrency },
    rules: isBearCreek ? {} : clientRules(random),
    overrides: hasOverride ? [ownNameFor(products, random)] : [],
    lines: [],
  }
}

function clientRules(random: Random): ContractRules {
  const basis = random.below(100)
  const price = random.below(100)
  return {
    ...(basis < 20 ? { quantityBasis: 'daily' as const } : {}),
    ...(basis >= 20 && basis < 35 ? { quantityBasis: 'whole-at-start' as const } : {}),
    ...(price < 20 ? { price: { policy: 'markup' as const, markupPercent: random.pick([10, 15, 18, 25, 30]) } } : {}),
    ...(price >= 20 && price < 35 ? { price: { policy: 'list' as const } } : {}),
  }
}

/** One of the products that have no terms to tell apart goes by the client's own name for it. */
function ownNameFor(products: ProductList, random: Random): ClientContract['overrides'][number] {
  const { productId } = random.pick(products.seats.filter(({ plans }) => plans.length === 1))
  return { productId, commitmentTerm: undefined, billingTerm: undefined, itemId: ownNameItem }
}
