import { z } from 'zod'
import { isJsonNumber } from '../../support/json.ts'

/*
 * What arrives, field by field, as Pax8's documents and witnesses of its wire name it. Only what a record cannot exist
 * without is demanded; every other field is read on its own, so that one odd value does not cost the whole row. Keys
 * that are not named here pass too: they stay in the raw payload.
 */

const anything = z.unknown().optional()
const id = z.string().min(1)

export const companyWire = z.looseObject({
  id,
  name: anything,
  address: anything,
  phone: anything,
  website: anything,
  externalId: anything,
  billOnBehalfOfEnabled: anything,
  selfServiceAllowed: anything,
  orderApprovalRequired: anything,
  status: anything,
  updatedDate: anything,
  contacts: anything,
})

export const addressWire = z.looseObject({
  street: anything,
  street2: anything,
  city: anything,
  stateOrProvince: anything,
  postalCode: anything,
  country: anything,
})

export const contactWire = z.looseObject({
  id,
  firstName: anything,
  lastName: anything,
  email: anything,
  phone: anything,
  createdDate: anything,
  types: anything,
})

export const contactTypeWire = z.looseObject({ type: anything, primary: anything })

export const productWire = z.looseObject({
  id,
  name: anything,
  vendorName: anything,
  shortDescription: anything,
  description: anything,
  sku: anything,
  vendorSku: anything,
  altVendorSku: anything,
  requiresCommitment: anything,
})

export const pricingWire = z.looseObject({
  productId: anything,
  productName: anything,
  billingTerm: anything,
  commitmentTerm: anything,
  commitmentTermInMonths: anything,
  type: anything,
  unitOfMeasurement: anything,
  rates: anything,
})

export const rateWire = z.looseObject({
  partnerBuyRate: anything,
  suggestedRetailPrice: anything,
  startQuantityRange: anything,
  endQuantityRange: anything,
  chargeType: anything,
})

export const subscriptionWire = z.looseObject({
  id,
  parentSubscriptionId: anything,
  companyId: id,
  productId: id,
  vendorSubscriptionId: anything,
  vendorSkuId: anything,
  quantity: anything,
  startDate: anything,
  endDate: anything,
  createdDate: anything,
  updatedDate: anything,
  billingStart: anything,
  status: anything,
  price: anything,
  currencyCode: anything,
  partnerCost: anything,
  productName: anything,
  billingTerm: anything,
  /** The documented name. */
  commitmentTerm: anything,
  /** The name that was seen on the wire. */
  commitment: anything,
  /** Only ever sent to Pax8, but in its published update example. */
  provisioningDetails: anything,
})

/** A row of a subscription's history: its id says nothing, for the history was asked for by the original one. */
export const historyRowWire = subscriptionWire.extend({ id: anything })

export const commitmentWire = z.looseObject({ id: anything, term: anything, endDate: anything })

export const orderWire = z.looseObject({
  id,
  companyId: id,
  createdDate: anything,
  orderedBy: anything,
  orderedByUserId: anything,
  orderedByUserEmail: anything,
  isScheduled: anything,
  lineItems: anything,
})

export const orderLineWire = z.looseObject({
  id: anything,
  productId: anything,
  subscriptionId: anything,
  commitmentTermId: anything,
  provisionStartDate: anything,
  billingTerm: anything,
  quantity: anything,
})

export const invoiceWire = z.looseObject({
  id,
  invoiceDate: anything,
  dueDate: anything,
  balance: anything,
  carriedBalance: anything,
  total: anything,
  currencyCode: anything,
  partnerName: anything,
  companyId: anything,
  externalId: anything,
  /** On the wire and in the examples, but not in the schema. */
  status: anything,
})

/** Also the shape of draft items. None of the examples has an `id`. */
export const invoiceItemWire = z.looseObject({
  id: anything,
  purchaseOrderNumber: anything,
  type: anything,
  companyId: anything,
  externalId: anything,
  companyName: anything,
  startPeriod: anything,
  endPeriod: anything,
  quantity: anything,
  unitOfMeasure: anything,
  term: anything,
  sku: anything,
  description: anything,
  details: anything,
  rateType: anything,
  chargeType: anything,
  price: anything,
  subTotal: anything,
  cost: anything,
  costTotal: anything,
  offeredBy: anything,
  billedByPax8: anything,
  total: anything,
  productId: anything,
  productName: anything,
  billingFee: anything,
  billingFeeRate: anything,
  amountDue: anything,
  currencyCode: anything,
  salesTax: anything,
  subscriptionId: anything,
  vendorName: anything,
})

export const usageSummaryWire = z.looseObject({
  id,
  companyId: anything,
  productId: anything,
  /** In the example, but not in the schema. */
  subscriptionId: anything,
  resourceGroup: anything,
  vendorName: anything,
  currentCharges: anything,
  currencyCode: anything,
  partnerTotal: anything,
  isTrial: anything,
})

export const usageLineWire = z.looseObject({
  usageSummaryId: anything,
  usageDate: anything,
  productName: anything,
  productId: anything,
  unitOfMeasure: anything,
  quantity: anything,
  currentCharges: anything,
  currentProfit: anything,
  partnerTotal: anything,
  unitPrice: anything,
  currencyCode: anything,
  isTrial: anything,
})

const count = z.unknown().transform((value, context) => {
  const text = isJsonNumber(value) ? value.value : value
  if (typeof text === 'string' && /^\d{1,9}$/.test(text)) return Number(text)
  context.addIssue('a whole number from 0 up')
  return z.NEVER
})

/** The counters of a listing stand inside `page`: nobody may read them, or their absence, at top level. */
const pageWire = z.looseObject({ size: count, totalElements: count, totalPages: count, number: count })

/** `content` is missing, not empty, on an empty listing of invoices. */
export const listingWire = z.looseObject({ content: z.array(anything).nullish(), page: pageWire })

/** What is documented as not paged: `{content}`, or the bare rows. */
export const unpagedWire = z.union([
  z.array(anything).transform((content) => ({ content, page: undefined })),
  z.looseObject({ content: z.array(anything), page: pageWire.optional() }),
])
