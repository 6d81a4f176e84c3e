/**
 * What the emulator holds, in Pax8's own words and shapes. Dates and timestamps are ISO texts; quantities and amounts
 * are decimal texts (`25.19`). A value that Pax8 would not send is left out, never replaced by a zero.
 */
type Optional<T> = T | undefined

export interface Address {
  readonly street?: Optional<string>
  readonly street2?: Optional<string>
  readonly city?: Optional<string>
  readonly stateOrProvince?: Optional<string>
  readonly postalCode?: Optional<string>
  /** ISO 3166-1 alpha-2. */
  readonly country?: Optional<string>
}

/** `status`: Active, Inactive (it has no primary contacts) or Deleted. */
export interface Company {
  readonly id: string
  readonly name: string
  readonly address?: Optional<Address>
  readonly phone?: Optional<string>
  readonly website?: Optional<string>
  readonly externalId?: Optional<string>
  /** True when Pax8 itself bills the company. */
  readonly billOnBehalfOfEnabled?: Optional<boolean>
  readonly selfServiceAllowed?: Optional<boolean>
  readonly orderApprovalRequired?: Optional<boolean>
  readonly status?: Optional<string>
  readonly updatedDate?: Optional<string>
}

export interface ContactType {
  /** Admin, Billing or Technical. */
  readonly type: string
  readonly primary: boolean
}

export interface Contact {
  readonly id: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phone?: Optional<string>
  readonly createdDate?: Optional<string>
  readonly types?: Optional<readonly ContactType[]>
}

export interface Product {
  readonly id: string
  readonly name: string
  readonly vendorName: string
  readonly shortDescription?: Optional<string>
  readonly description?: Optional<string>
  readonly sku?: Optional<string>
  readonly vendorSku?: Optional<string>
  readonly altVendorSku?: Optional<string>
  readonly requiresCommitment?: Optional<boolean>
}

export interface Rate {
  readonly partnerBuyRate: string
  readonly suggestedRetailPrice: string
  readonly startQuantityRange?: Optional<string>
  /** `null` for a range that has no end. */
  readonly endQuantityRange?: Optional<string | null>
  /** Per Unit or Flat Rate. */
  readonly chargeType: string
}

/** One price list entry of a product: one billing term with one commitment term. It has no currency. */
export interface PricingPlan {
  readonly billingTerm: string
  readonly commitmentTerm?: Optional<string>
  readonly commitmentTermInMonths?: Optional<string>
  /** Flat, Volume, Tiered or Mark-Up. */
  readonly type: string
  readonly unitOfMeasurement?: Optional<string>
  readonly rates: readonly Rate[]
}

/** The rules of one commitment a product may be bought under. */
export interface CommitmentRules {
  readonly id: string
  readonly term: string
  readonly autoRenew?: Optional<boolean>
  readonly renewalWindowDaysBeforeTermEnd?: Optional<string>
  readonly renewalWindowDaysAfterTermEnd?: Optional<string>
  readonly allowForQuantityIncrease?: Optional<boolean>
  readonly allowForQuantityDecrease?: Optional<boolean>
  readonly allowForEarlyCancellation?: Optional<boolean>
  readonly cancellationFeeApplied?: Optional<boolean>
  readonly isTransferable?: Optional<boolean>
}

export interface Dependencies {
  readonly commitmentDependencies: readonly CommitmentRules[]
  readonly productDependencies: readonly { readonly name: string; readonly productIds: readonly string[] }[]
}

export interface ProvisionDetail {
  readonly label: string
  readonly key: string
  readonly description?: Optional<string>
  /** Input, Single-Value or Multi-Value. */
  readonly valueType: string
  readonly possibleValues?: Optional<readonly string[]>
}

export interface Commitment {
  readonly id: string
  readonly term: string
  readonly endDate?: Optional<string>
}

/** A subscription as it stands, and equally one row of its history. */
export interface Subscription {
  readonly id: string
  readonly parentSubscriptionId?: Optional<string>
  readonly companyId: string
  readonly productId: string
  readonly vendorSubscriptionId?: Optional<string>
  readonly vendorSkuId?: Optional<string>
  readonly quantity?: Optional<string>
  readonly startDate: string
  readonly endDate?: Optional<string>
  readonly createdDate: string
  readonly updatedDate?: Optional<string>
  readonly billingStart?: Optional<string>
  readonly status: string
  /** What the company pays per unit and billing term, as the document says. */
  readonly price?: Optional<string>
  readonly currencyCode?: Optional<string>
  /** What the partner pays per unit and billing term. */
  readonly partnerCost?: Optional<string>
  readonly billingTerm: string
  readonly commitment?: Optional<Commitment>
}

/** What {@link Pax8State.createSubscription} takes: the creation date comes from its second argument. */
export type SubscriptionInput = Omit<Subscription, 'createdDate' | 'updatedDate'>

export interface OrderLineItem {
  readonly id: string
  readonly productId: string
  readonly subscriptionId?: Optional<string>
  readonly commitmentTermId?: Optional<string>
  readonly provisionStartDate?: Optional<string>
  readonly billingTerm?: Optional<string>
  readonly quantity: string
}

export interface Order {
  readonly id: string
  readonly companyId: string
  /** A date without a time: two orders of one day cannot be told apart by it. */
  readonly createdDate: string
  readonly orderedBy?: Optional<string>
  readonly orderedByUserId?: Optional<string>
  readonly orderedByUserEmail?: Optional<string>
  /** Orders for a future date are kept out of the listing. */
  readonly isScheduled?: Optional<boolean>
  readonly lineItems: readonly OrderLineItem[]
}

/** An invoice to a partner, or, when it names a company, one that Pax8 sends to the partner's client. */
export interface Invoice {
  readonly id: string
  readonly invoiceDate: string
  readonly dueDate: string
  readonly balance: string
  readonly carriedBalance?: Optional<string>
  readonly total: string
  readonly currencyCode: string
  readonly partnerName: string
  /** Unpaid, Paid, Void, Carried, Nothing Due or Credited. */
  readonly status: string
  readonly companyId?: Optional<string>
  readonly externalId?: Optional<string>
}

/**
 * One line of an invoice or of the draft. The period is held half-open: `endPeriod` is the first day that the line
 * does NOT cover. The switches `endPeriod` and `draftEndPeriod` decide how it is shown.
 */
export interface InvoiceItem {
  readonly id?: Optional<string>
  readonly purchaseOrderNumber?: Optional<string>
  readonly type: string
  readonly companyId?: Optional<string>
  readonly externalId?: Optional<string>
  readonly companyName?: Optional<string>
  readonly startPeriod?: Optional<string>
  readonly endPeriod?: Optional<string>
  readonly quantity?: Optional<string>
  readonly unitOfMeasure?: Optional<string>
  readonly term?: Optional<string>
  readonly sku?: Optional<string>
  readonly description?: Optional<string>
  readonly details?: Optional<string>
  /** One word: markup, single, flat, volume or tiered. */
  readonly rateType?: Optional<string>
  /** flat or per. */
  readonly chargeType?: Optional<string>
  readonly price?: Optional<string>
  readonly subTotal?: Optional<string>
  readonly cost?: Optional<string>
  readonly costTotal?: Optional<string>
  readonly offeredBy?: Optional<string>
  readonly billedByPax8?: Optional<boolean>
  readonly total?: Optional<string>
  readonly productId?: Optional<string>
  readonly productName?: Optional<string>
  readonly billingFee?: Optional<string>
  readonly billingFeeRate?: Optional<string>
  readonly amountDue?: Optional<string>
  readonly currencyCode?: Optional<string>
  readonly salesTax?: Optional<string>
  /** `null` for the products that have no subscription, such as migrations. */
  readonly subscriptionId?: Optional<string | null>
  readonly vendorName?: Optional<string>
}

/** What one resource group has used in the month that runs: nothing in it says which month. */
export interface UsageSummary {
  readonly id: string
  readonly companyId?: Optional<string>
  readonly productId: string
  readonly resourceGroup?: Optional<string>
  readonly vendorName?: Optional<string>
  readonly currentCharges: string
  readonly currencyCode: string
  readonly partnerTotal: string
  readonly isTrial?: Optional<boolean>
}

export interface UsageLine {
  readonly productName: string
  readonly productId: string
  readonly unitOfMeasure?: Optional<string>
  readonly quantity: string
  readonly currentCharges: string
  readonly currentProfit?: Optional<string>
  readonly partnerTotal: string
  readonly unitPrice?: Optional<string>
  readonly currencyCode: string
  readonly isTrial?: Optional<boolean>
}
