import { daysBetween } from '../calendar.ts'
import { centsText } from '../cents.ts'
import type { InvoiceItem } from '../../pax8/records.ts'
import type { SimulatedCharge, SimulatedCompany, SimulatedMsp, SimulatedProduct } from '../types.ts'

/** Puts a charge into the distributor's words, with the names that were in use at a time. */
export function itemWriter(msp: SimulatedMsp): (charge: Omit<SimulatedCharge, 'chargeId'>, at: string) => InvoiceItem {
  const companies = new Map(msp.companies.map((company) => [company.companyId, company]))
  const products = new Map(msp.products.map((product) => [product.productId, product]))
  return (charge, at) => {
    const company = charge.companyId === undefined ? undefined : companies.get(charge.companyId)
    const product = charge.productId === undefined ? undefined : products.get(charge.productId)
    return itemOf(charge, company, product, product === undefined ? undefined : productName(msp, product, at))
  }
}

/** The name of a product as the distributor gives it at a time. */
export function productName(msp: SimulatedMsp, { productId, name }: SimulatedProduct, at: string): string {
  const last = msp.renames.findLast((rename) => rename.productId === productId && rename.at <= at)
  return last?.name ?? name
}

/** Written out field by field, because an invoice of a large MSP has a hundred thousand of these. */
function itemOf(
  charge: Omit<SimulatedCharge, 'chargeId'> & { readonly chargeId?: string },
  company: SimulatedCompany | undefined,
  product: SimulatedProduct | undefined,
  name: string | undefined,
): InvoiceItem {
  const { costCents, listCents, taxCents, quantity, description } = charge
  return {
    id: charge.chargeId,
    purchaseOrderNumber: 'N/A',
    type: charge.type === 'usage' ? 'subscription' : charge.type,
    companyId: company?.companyId,
    companyName: company?.name,
    startPeriod: charge.from,
    endPeriod: charge.until,
    quantity,
    unitOfMeasure: product?.unitOfMeasure,
    term: termOf(charge),
    sku: product?.sku,
    description: description === '' ? undefined : description,
    rateType: 'flat',
    chargeType: quantity === undefined ? 'flat' : 'per',
    price: charge.unitListPrice,
    subTotal: centsText(listCents),
    cost: charge.unitCost,
    costTotal: centsText(costCents),
    offeredBy: 'Pax8',
    billedByPax8: false,
    total: centsText(listCents),
    productId: product?.productId,
    productName: name,
    billingFee: '0.00',
    billingFeeRate: '0.00',
    amountDue: centsText(costCents + taxCents),
    currencyCode: 'USD',
    salesTax: centsText(taxCents),
    subscriptionId: charge.subscriptionId ?? null,
    vendorName: product?.vendorName,
  }
}

function termOf({ type, from, until }: Omit<SimulatedCharge, 'chargeId'>): string {
  switch (type) {
    case 'usage':
      return 'Arrears'
    case 'one-time':
    case 'service-charge':
      return 'One-Time'
    case 'rebate':
      return 'Rebate'
    case 'subscription':
    case 'prorate':
      return daysBetween(from, until) > 31 ? 'Annual' : 'Monthly'
  }
}
