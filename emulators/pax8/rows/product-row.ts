import { numberText, type JsonObject } from '../json-text.ts'
import type { CommitmentRules, PricingPlan, Product, ProvisionDetail } from '../records.ts'

/** A product in a listing; its detail adds the long description. */
export function productRow(product: Product, view: 'list' | 'detail'): JsonObject {
  const { id, name, vendorName, shortDescription, sku, vendorSku, altVendorSku, requiresCommitment } = product
  const description = view === 'detail' ? product.description : undefined
  return { id, name, vendorName, shortDescription, description, sku, vendorSku, altVendorSku, requiresCommitment }
}

export function pricingRow(product: Product, plan: PricingPlan): JsonObject {
  const rates = plan.rates.map((rate): JsonObject => ({
    partnerBuyRate: numberText(rate.partnerBuyRate),
    suggestedRetailPrice: numberText(rate.suggestedRetailPrice),
    startQuantityRange: numberText(rate.startQuantityRange),
    endQuantityRange: numberText(rate.endQuantityRange),
    chargeType: rate.chargeType,
  }))
  return {
    productId: product.id,
    productName: product.name,
    billingTerm: plan.billingTerm,
    commitmentTerm: plan.commitmentTerm,
    commitmentTermInMonths: numberText(plan.commitmentTermInMonths),
    type: plan.type,
    unitOfMeasurement: plan.unitOfMeasurement,
    rates,
  }
}

export function commitmentRow(rules: CommitmentRules): JsonObject {
  return {
    id: rules.id,
    term: rules.term,
    autoRenew: rules.autoRenew,
    renewalWindowDaysBeforeTermEnd: numberText(rules.renewalWindowDaysBeforeTermEnd),
    renewalWindowDaysAfterTermEnd: numberText(rules.renewalWindowDaysAfterTermEnd),
    allowForQuantityIncrease: rules.allowForQuantityIncrease,
    allowForQuantityDecrease: rules.allowForQuantityDecrease,
    allowForEarlyCancellation: rules.allowForEarlyCancellation,
    cancellationFeeApplied: rules.cancellationFeeApplied,
    isTransferable: rules.isTransferable,
  }
}

export function provisionDetailRow(detail: ProvisionDetail): JsonObject {
  const { label, key, description, valueType, possibleValues } = detail
  return { label, key, description, valueType, possibleValues }
}
