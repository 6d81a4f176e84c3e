import { inScope, type FaultSwitches } from '../fault-switches.ts'
import { numberText, writeJson, type JsonObject } from '../json-text.ts'
import type { InvoiceItem } from '../records.ts'

/** A line of an invoice or of the draft, in the order of fields of the document's example. */
export function invoiceItemRow(
  item: InvoiceItem,
  { endPeriod, switches }: { endPeriod: FaultSwitches['endPeriod']; switches: FaultSwitches },
): string {
  const row: JsonObject = {
    id: switches.itemIds === 'present' ? item.id : undefined,
    type: itemType(item.type, switches),
    purchaseOrderNumber: item.purchaseOrderNumber,
    companyId: item.companyId,
    externalId: item.externalId,
    companyName: item.companyName,
    startPeriod: item.startPeriod,
    endPeriod: shownEnd(item, endPeriod),
    quantity: numberText(item.quantity),
    unitOfMeasure: item.unitOfMeasure,
    term: item.term,
    sku: item.sku,
    description: item.description,
    details: item.details,
    rateType: rateType(item.rateType, switches.rateType),
    chargeType: item.chargeType,
    ...amounts(switches.creditSign === 'positive' ? withoutMinus(item) : item),
    productId: item.productId,
    productName: item.productName,
    currencyCode: item.currencyCode,
    subscriptionId: subscriptionId(item, switches),
    vendorName: item.vendorName,
  }
  return writeJson(row, switches.absentFields)
}

const creditTypes = ['rebate', 'service-credit', 'payment-credit', 'invoice-credit']

function withoutMinus(item: InvoiceItem): InvoiceItem {
  if (!creditTypes.includes(item.type)) return item
  const { price, subTotal, cost, costTotal, total, salesTax, amountDue, ...rest } = item
  const amounts = { price, subTotal, cost, costTotal, total, salesTax, amountDue }
  const written = Object.entries(amounts).map(([field, text]) => [field, text?.replace(/^-/, '')] as const)
  return { ...rest, ...Object.fromEntries(written) }
}

function amounts(item: InvoiceItem): JsonObject {
  return {
    price: numberText(item.price),
    subTotal: numberText(item.subTotal),
    cost: numberText(item.cost),
    costTotal: numberText(item.costTotal),
    offeredBy: item.offeredBy,
    billedByPax8: item.billedByPax8,
    total: numberText(item.total),
    billingFee: numberText(item.billingFee),
    billingFeeRate: numberText(item.billingFeeRate),
    amountDue: numberText(item.amountDue),
    salesTax: numberText(item.salesTax),
  }
}

function itemType(type: string, { itemType: replacement, itemTypeSeparator }: FaultSwitches): string {
  if (replacement !== null) return replacement.value
  return itemTypeSeparator === 'underscore' ? type.replaceAll('-', '_') : type
}

/** The period is held half-open; a period of no days has no last day, so its end is shown as it is. */
function shownEnd({ startPeriod, endPeriod }: InvoiceItem, convention: FaultSwitches['endPeriod']): string | undefined {
  if (endPeriod === undefined || convention === 'exclusive') return endPeriod
  if (startPeriod !== undefined && endPeriod <= startPeriod) return endPeriod
  const lastDay = new Date(`${endPeriod}T00:00:00Z`)
  lastDay.setUTCDate(lastDay.getUTCDate() - 1)
  return lastDay.toISOString().slice(0, 10)
}

/** The document lists the values with their explanation inside (and its example does not). */
const prose = new Map([
  ['markup', 'markup (Percentage based markup over to be determined base cost)'],
  ['single', 'single (Single price for any quantity, same as flat)'],
  ['flat', 'flat (Single price for any quantity, same as single)'],
  ['volume', 'volume (Price scales linearly with quantity)'],
  ['tiered', 'tiered (Price dependant on quantity)'],
])

function rateType(word: string | undefined, style: FaultSwitches['rateType']): string | undefined {
  return word === undefined || style === 'word' ? word : (prose.get(word) ?? word)
}

function subscriptionId(item: InvoiceItem, switches: FaultSwitches): string | null | undefined {
  const id = item.subscriptionId
  return typeof id === 'string' && inScope(switches.nullItemSubscription, id) ? null : id
}
