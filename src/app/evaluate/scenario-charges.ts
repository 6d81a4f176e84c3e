import { decimal } from '../../money/decimal.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { Period } from '../../domain/period.ts'
import type { ChargeText } from './scenario-schema.ts'
import { knownMoney, type TimelineDefaults } from './scenario-timelines.ts'

/** The distributor's charges of a scenario, each dated in the billing period where it says no other day. */
export function scenarioCharges(
  charges: readonly ChargeText[],
  defaults: TimelineDefaults,
  billingPeriod: Period,
): Charge[] {
  return charges.map((text) => chargeOf(text, defaults, billingPeriod))
}

function chargeOf(text: ChargeText, defaults: TimelineDefaults, billingPeriod: Period): Charge {
  const currency = text.currency ?? defaults.currency
  const { from, until } = text
  return {
    connectionId: text.source ?? defaults.connectionId ?? '',
    invoiceId: text.invoice,
    chargeId: text.charge,
    invoiceDate: text.invoiceDate ?? billingPeriod.start,
    kind: text.kind,
    rawKind: text.kind,
    companyId: text.company === 'none' ? undefined : (text.company ?? defaults.companyId),
    companyName: undefined,
    subscriptionId: text.subscription,
    productId: text.product,
    productName: undefined,
    sku: undefined,
    description: text.description,
    details: undefined,
    servicePeriod: from === undefined || until === undefined ? undefined : { start: from, end: until },
    billingTerm: text.billingTerm,
    quantity: text.quantity === 'unknown' ? 'unknown' : decimal(text.quantity),
    unitOfMeasure: undefined,
    unitCost: knownMoney(text.unitCost, currency),
    cost: knownMoney(text.cost, currency),
    listUnitPrice: knownMoney(text.listUnitPrice, currency),
    listAmount: knownMoney(text.listAmount, currency),
    tax: knownMoney(text.tax, currency),
    currency,
    billedByDistributor: text.billedByDistributor,
  }
}
