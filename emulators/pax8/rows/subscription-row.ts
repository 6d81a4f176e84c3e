import { inScope, type FaultSwitches, type Scope } from '../fault-switches.ts'
import { numberText, writeJson, type JsonObject } from '../json-text.ts'
import type { Subscription } from '../records.ts'
import { renderTimestamp, styleOr, type TimestampStyle } from '../timestamps.ts'

export type SubscriptionView = 'list' | 'detail' | 'history'

/**
 * A subscription as one of the three endpoints shows it. The document's listing and history examples have neither cost,
 * commitment nor the vendor's ids; the schema has them, so the detail does.
 */
export function subscriptionRow(
  subscription: Subscription,
  { view, productName, switches }: { view: SubscriptionView; productName: string | undefined; switches: FaultSwitches },
): string {
  const { id } = subscription
  const showsCost = view === 'detail' || switches.listCarriesCost
  const unless = (absent: Scope, text: string | undefined): string | undefined =>
    inScope(absent, id) ? undefined : text
  const row: JsonObject = {
    id,
    parentSubscriptionId: subscription.parentSubscriptionId,
    companyId: subscription.companyId,
    productId: subscription.productId,
    vendorSubscriptionId: showsCost ? subscription.vendorSubscriptionId : undefined,
    vendorSkuId: showsCost ? subscription.vendorSkuId : undefined,
    quantity: numberText(unless(switches.absentQuantity, subscription.quantity)),
    ...dates(subscription, view, switches.timestamps),
    billingStart: subscription.billingStart,
    status: replaced(switches.subscriptionStatus, subscription.status, id),
    price: numberText(unless(switches.absentPrice, shownPrice(subscription, switches))),
    currencyCode: subscription.currencyCode,
    partnerCost: showsCost ? numberText(unless(switches.absentPartnerCost, subscription.partnerCost)) : undefined,
    productName,
    billingTerm: replaced(switches.billingTerm, subscription.billingTerm, id),
    ...(showsCost ? commitment(subscription, switches) : {}),
  }
  return writeJson(row, switches.absentFields)
}

function shownPrice({ price, partnerCost }: Subscription, { subscriptionPrice }: FaultSwitches): string | undefined {
  return subscriptionPrice === 'client-price' ? price : partnerCost
}

function dates(
  { startDate, endDate, createdDate, updatedDate }: Subscription,
  view: SubscriptionView,
  timestamps: FaultSwitches['timestamps'],
): JsonObject {
  const isMixed = timestamps === 'mixed'
  const usual = styleOr('z', timestamps)
  const listed = isMixed && view === 'list' ? 'bare-date' : usual
  return {
    startDate: render(startDate, usual),
    endDate: render(endDate, listed),
    createdDate: render(createdDate, isMixed && view === 'history' ? 'minus-six' : listed),
    updatedDate: render(updatedDate, isMixed ? 'minus-six' : usual),
  }
}

function render(text: string | undefined, style: TimestampStyle): string | undefined {
  return text === undefined ? undefined : renderTimestamp(text, style)
}

function commitment(subscription: Subscription, switches: FaultSwitches): JsonObject {
  if (subscription.commitment === undefined || switches.commitmentField === 'absent') return {}
  const { id, term, endDate } = subscription.commitment
  return { [switches.commitmentField]: { id, term, endDate: render(endDate, styleOr('z', switches.timestamps)) } }
}

function replaced(replacement: FaultSwitches['subscriptionStatus'], value: string, id: string): string {
  return replacement !== null && inScope(replacement.rows, id) ? replacement.value : value
}
