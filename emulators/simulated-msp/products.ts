import { createRandom } from './random.ts'
import type { PricePlan, SimulatedProduct } from './types.ts'

/** The distributor's price list as far as this MSP uses it. Vendors are real, prices are made up. */
export interface ProductList {
  readonly all: readonly SimulatedProduct[]
  /** Sold by the seat, and in the MSP's catalog. */
  readonly seats: readonly SimulatedProduct[]
  /** Sold by the seat, and unknown to the MSP's catalog. */
  readonly unmapped: readonly SimulatedProduct[]
  readonly businessStandard: SimulatedProduct
  readonly usage: SimulatedProduct
  readonly oneTime: SimulatedProduct
  readonly zeroCost: SimulatedProduct
  readonly byId: ReadonlyMap<string, SimulatedProduct>
}

export function createProducts(seed: string): ProductList {
  const make = (specification: ProductSpecification): SimulatedProduct => productFrom(seed, specification)
  const seats = seatProducts.map(make)
  const unmapped = unmappedProducts.map((specification) => ({ ...make(specification), mapped: false }))
  const businessStandard = seats[0] ?? make(businessStandardSpecification)
  const usage: SimulatedProduct = { ...make(usageProduct), kind: 'usage', unitOfMeasure: 'Each' }
  const oneTime: SimulatedProduct = { ...make(oneTimeProduct), kind: 'one-time', unitOfMeasure: 'Each' }
  const zeroCost = make(zeroCostProduct)
  const all = [...seats, ...unmapped, usage, oneTime, zeroCost]
  const byId = new Map(all.map((product) => [product.productId, product]))
  return { all, seats, unmapped, businessStandard, usage, oneTime, zeroCost, byId }
}

/** The plan that a subscription is first bought under: the yearly commitment where there is one. */
export function usualPlan(product: SimulatedProduct): PricePlan {
  const plan = product.plans.find(({ commitmentTerm }) => commitmentTerm === '1-Year') ?? product.plans[0]
  if (plan === undefined) throw new RangeError(`The simulated product ${product.name} has no price.`)
  return plan
}

interface ProductSpecification {
  readonly name: string
  readonly vendorName: string
  readonly sku: string
  readonly billed: 'advance' | 'arrears'
  readonly plans: readonly PricePlan[]
}

function productFrom(seed: string, specification: ProductSpecification): SimulatedProduct {
  const productId = createRandom(seed, 'product', specification.sku).uuid()
  return { ...specification, productId, kind: 'seat', mapped: true, unitOfMeasure: 'User' }
}

/** A new-commerce product: committed for a year, or by the month for a fifth more; some can be paid by the year. */
function newCommerce(
  name: string,
  [sku, billed]: readonly [string, 'advance' | 'arrears'],
  [cost, list]: readonly [number, number],
  byTheYear = false,
): ProductSpecification {
  const committed: PricePlan = plan('1-Year', 'Monthly', cost, list)
  const rolling: PricePlan = plan('Monthly', 'Monthly', Math.ceil((cost * 6) / 5), Math.ceil((list * 6) / 5))
  const yearly = byTheYear ? [plan('1-Year', 'Annual', cost * 12, list * 12)] : []
  const fullName = `${name} [New Commerce Experience]`
  return { name: fullName, vendorName: 'Microsoft', sku, billed, plans: [committed, rolling, ...yearly] }
}

function simple(
  name: string,
  vendorName: string,
  [sku, billed]: readonly [string, 'advance' | 'arrears'],
  [cost, list]: readonly [number, number],
): ProductSpecification {
  return { name, vendorName, sku, billed, plans: [plan(undefined, 'Monthly', cost, list)] }
}

function plan(
  commitmentTerm: PricePlan['commitmentTerm'],
  billingTerm: PricePlan['billingTerm'],
  unitCostCents: number,
  listPriceCents: number,
): PricePlan {
  return { commitmentTerm, billingTerm, unitCostCents, listPriceCents }
}

const businessStandardSpecification = newCommerce(
  'Microsoft 365 Business Standard',
  ['MST-365-BSTD', 'arrears'],
  [1040, 1250],
)
const seatProducts: readonly ProductSpecification[] = [
  businessStandardSpecification,
  newCommerce('Microsoft 365 Business Premium', ['MST-365-BPRE', 'arrears'], [1830, 2200], true),
  newCommerce('Microsoft 365 Business Basic', ['MST-365-BBAS', 'advance'], [500, 600]),
  newCommerce('Exchange Online (Plan 1)', ['MST-EXO-P1', 'arrears'], [333, 400]),
  newCommerce('Microsoft 365 Apps for Business', ['MST-365-APPS', 'arrears'], [687, 825], true),
  newCommerce('Microsoft Entra ID P1', ['MST-ENT-P1', 'advance'], [498, 600]),
  newCommerce('Microsoft Teams Phone Standard', ['MST-TPH-STD', 'arrears'], [664, 800]),
  newCommerce('Microsoft Defender for Business', ['MST-DFB', 'arrears'], [249, 300]),
  newCommerce('Power BI Pro', ['MST-PBI-PRO', 'advance'], [1162, 1400]),
  newCommerce('Visio Plan 2', ['MST-VIS-P2', 'arrears'], [1245, 1500], true),
  simple('Proofpoint Essentials Business', 'Proofpoint', ['PFP-ESS-BUS', 'arrears'], [215, 360]),
  simple('Singularity Control', 'SentinelOne', ['S1-CTRL', 'arrears'], [387, 600]),
  simple('Cyber Protect Cloud Workstation', 'Acronis', ['ACR-CPC-WS', 'arrears'], [294, 525]),
  simple('Dropsuite Backup for Microsoft 365', 'Dropsuite', ['DRP-M365', 'advance'], [183, 350]),
  simple('Keeper Business', 'Keeper Security', ['KPR-BUS', 'arrears'], [226, 375]),
  simple('Security Awareness Training Diamond', 'KnowBe4', ['KB4-SAT-DIA', 'arrears'], [148, 260]),
  simple('GravityZone Cloud MSP Security', 'Bitdefender', ['BTD-GZ-MSP', 'advance'], [172, 320]),
  simple('Acrobat Pro for Teams', 'Adobe', ['ADB-ACR-PRO', 'arrears'], [1987, 2399]),
  simple('Egnyte Business', 'Egnyte', ['EGN-BUS', 'advance'], [1105, 1800]),
  simple('NinjaOne Endpoint Management', 'NinjaOne', ['NJA-EPM', 'arrears'], [264, 450]),
  simple('Nerdio Manager for MSP', 'Nerdio', ['NRD-MGR', 'arrears'], [575, 950]),
]
const unmappedProducts: readonly ProductSpecification[] = [
  simple('Huntress Managed EDR', 'Huntress', ['HNT-EDR', 'arrears'], [315, 550]),
  simple('Cloudflare Zero Trust Standard', 'Cloudflare', ['CLF-ZT-STD', 'advance'], [490, 700]),
]
const usageProduct: ProductSpecification = {
  ...{ name: 'Microsoft Azure Plan [New Commerce Experience]', vendorName: 'Microsoft', sku: 'MST-AZR-PLAN' },
  ...{ billed: 'arrears', plans: [plan(undefined, 'Monthly', 0, 0)] },
}
const oneTimeProduct: ProductSpecification = {
  ...{ name: 'MigrationWiz User Migration Bundle', vendorName: 'BitTitan', sku: 'BTT-UMB' },
  ...{ billed: 'arrears', plans: [plan(undefined, 'One-Time', 1150, 1500)] },
}
const zeroCostProduct = simple('Microsoft Teams Exploratory', 'Microsoft', ['MST-TMS-EXP', 'arrears'], [0, 0])
