import { centsText } from '../cents.ts'
import { createRandom } from '../random.ts'
import type { PricePlan, SimulatedCompany, SimulatedMsp, SimulatedProduct } from '../types.ts'
import type { PricingPlan } from '../../pax8/records.ts'
import { beginning, type Action } from './action.ts'

/** Companies with a contact for billing, products with their prices, and the products' later names. */
export function recordActions(msp: SimulatedMsp): Action[] {
  return [
    ...msp.companies.map((company): Action => ({
      at: beginning,
      apply: (pax8) => {
        addCompany(pax8, company)
      },
    })),
    ...msp.products.map((product): Action => ({
      at: beginning,
      apply: (pax8) => {
        addProduct(pax8, product)
      },
    })),
    ...msp.renames.map(({ at, productId, name }): Action => {
      return {
        at,
        apply: (pax8) => {
          pax8.renameProduct(productId, name)
        },
      }
    }),
  ]
}

type Pax8 = Parameters<Action['apply']>[0]

function addCompany(pax8: Pax8, company: SimulatedCompany): void {
  const { companyId, name, billingEmail, city, stateOrProvince, country } = company
  pax8.addCompany({
    ...{ id: companyId, name, status: 'Active', website: `https://www.${company.slug}.example` },
    address: { city, stateOrProvince, country },
    ...{ billOnBehalfOfEnabled: false, selfServiceAllowed: false, orderApprovalRequired: false },
  })
  pax8.addContact(companyId, {
    id: createRandom('contact', companyId).uuid(),
    ...{ firstName: 'Accounts', lastName: 'Payable', email: billingEmail, createdDate: '2024-01-15' },
    types: [{ type: 'Billing', primary: true }],
  })
}

function addProduct(pax8: Pax8, product: SimulatedProduct): void {
  const { productId, name, vendorName, sku, plans, unitOfMeasure } = product
  const requiresCommitment = plans.every(({ commitmentTerm }) => commitmentTerm !== undefined)
  pax8.addProduct({ id: productId, name, vendorName, sku, vendorSku: sku, requiresCommitment })
  pax8.setPricing(
    productId,
    plans.map((plan) => pricingPlan(plan, unitOfMeasure)),
  )
}

function pricingPlan(plan: PricePlan, unitOfMeasurement: string): PricingPlan {
  const { billingTerm, commitmentTerm, unitCostCents, listPriceCents } = plan
  const months = commitmentTerm === '1-Year' ? '12' : '1'
  return {
    billingTerm,
    ...(commitmentTerm === undefined ? {} : { commitmentTerm, commitmentTermInMonths: months }),
    ...{ type: 'Flat', unitOfMeasurement },
    rates: [
      {
        partnerBuyRate: centsText(unitCostCents),
        suggestedRetailPrice: centsText(listPriceCents),
        ...{ startQuantityRange: '1', endQuantityRange: null, chargeType: 'Per Unit' },
      },
    ],
  }
}
