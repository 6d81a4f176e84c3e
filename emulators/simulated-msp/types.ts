/**
 * The simulated MSP as plain data. Days are `2026-09-14`, times ISO texts in UTC, spans half-open. Amounts are whole
 * cents of US dollars unless a currency is named; quantities of seats are whole numbers.
 */
import type { Contracts } from './contracts/types.ts'
import type { MspSettings } from './settings.ts'

export interface SimulatedMsp {
  readonly settings: MspSettings
  /** `2026-09`, `2026-10`, … */
  readonly months: readonly string[]
  readonly partners: readonly Partner[]
  readonly companies: readonly SimulatedCompany[]
  readonly products: readonly SimulatedProduct[]
  readonly renames: readonly ProductRename[]
  readonly subscriptions: readonly SimulatedSubscription[]
  readonly usage: readonly MonthOfUsage[]
  readonly oneTimeFees: readonly OneTimeFee[]
  /** Oldest first; the first ones are dated on the first day of the first month. */
  readonly distributorInvoices: readonly SimulatedInvoice[]
  readonly contracts: Contracts
  /** Everything that happened, by day. */
  readonly happenings: readonly Happening[]
}

/** The MSP itself, or a branch of it that the distributor invoices separately. */
export interface Partner {
  readonly partnerId: string
  readonly name: string
}

export interface SimulatedCompany {
  /** The id at the distributor. */
  readonly companyId: string
  readonly name: string
  readonly role: 'client' | 'internal' | 'unmapped'
  readonly partnerId: string
  readonly slug: string
  readonly billingEmail: string
  readonly city: string
  readonly stateOrProvince: string
  readonly country: string
}

export type CommitmentTerm = 'Monthly' | '1-Year'
export type SimulatedBillingTerm = 'Monthly' | 'Annual' | 'Trial' | 'One-Time'

export interface PricePlan {
  readonly commitmentTerm: CommitmentTerm | undefined
  readonly billingTerm: 'Monthly' | 'Annual' | 'One-Time'
  /** Per unit and billing term. */
  readonly unitCostCents: number
  readonly listPriceCents: number
}

export interface SimulatedProduct {
  readonly productId: string
  readonly name: string
  readonly vendorName: string
  readonly sku: string
  readonly unitOfMeasure: string
  readonly kind: 'seat' | 'usage' | 'one-time'
  /** Whether the distributor charges a month before or after it. */
  readonly billed: 'advance' | 'arrears'
  /** False: the MSP's catalog has no item for it. */
  readonly mapped: boolean
  readonly plans: readonly PricePlan[]
}

export interface ProductRename {
  readonly productId: string
  readonly at: string
  readonly name: string
}

export interface SimulatedSubscription {
  readonly subscriptionId: string
  readonly vendorSubscriptionId: string
  readonly companyId: string
  readonly productId: string
  readonly quantity: number
  readonly unitCostCents: number
  readonly listPriceCents: number
  readonly billingTerm: SimulatedBillingTerm
  readonly commitmentTerm: CommitmentTerm | undefined
  readonly commitmentId: string | undefined
  /** The first day after the commitment; undefined for none and for one that rolls on by the month. */
  readonly commitmentEnd: string | undefined
  readonly startDay: string
  readonly createdAt: string
  /** For a trial, its last day as first announced. */
  readonly endDay: string | undefined
  readonly status: 'Active' | 'Trial' | 'PendingManual'
  /** What the distributor's API leaves out until a `reveal` event. */
  readonly omits: 'quantity' | 'cost' | undefined
  /** Months whose charges the distributor forgets and bills a month later. */
  readonly missedMonths: readonly string[]
  /** In the order in which they take effect. */
  readonly events: readonly SubscriptionEvent[]
}

export type SubscriptionEvent =
  | { readonly kind: 'quantity'; readonly at: string; readonly quantity: number }
  | { readonly kind: 'price'; readonly at: string; readonly unitCostCents: number; readonly listPriceCents: number }
  | {
      readonly kind: 'renewal'
      readonly at: string
      readonly commitmentEnd: string
      readonly unitCostCents: number
      readonly listPriceCents: number
    }
  | {
      readonly kind: 'cancel'
      readonly at: string
      /** First day on which it no longer runs. */
      readonly endDay: string
      /** What the distributor shows until then; undefined: what it showed before. */
      readonly status: 'PendingCancel' | undefined
    }
  | { readonly kind: 'end'; readonly at: string }
  | { readonly kind: 'resurrect'; readonly at: string }
  | { readonly kind: 'convert'; readonly at: string; readonly unitCostCents: number; readonly listPriceCents: number }
  | { readonly kind: 'move'; readonly at: string; readonly companyId: string }
  | {
      readonly kind: 'swap'
      readonly at: string
      readonly productId: string
      readonly unitCostCents: number
      readonly listPriceCents: number
    }
  | { readonly kind: 'status'; readonly at: string; readonly status: 'Active' }
  | { readonly kind: 'reveal'; readonly at: string }

export interface MonthOfUsage {
  readonly subscriptionId: string
  readonly companyId: string
  readonly productId: string
  readonly month: string
  readonly meters: readonly Meter[]
}

export interface Meter {
  readonly resourceGroup: string
  readonly name: string
  readonly unitOfMeasure: string
  readonly quantityThousandths: number
  /** In hundredths of a cent. */
  readonly unitCostMicros: number
  readonly costCents: number
  readonly listCents: number
}

export interface OneTimeFee {
  readonly feeId: string
  readonly companyId: string
  readonly subscriptionId: string
  readonly productId: string
  readonly day: string
  readonly quantity: number
  readonly unitCostCents: number
  readonly listPriceCents: number
}

export type ChargeType = 'subscription' | 'prorate' | 'usage' | 'one-time' | 'service-charge' | 'rebate'

/** One line of the distributor's invoice, before it is put into the distributor's own words. */
export interface SimulatedCharge {
  readonly chargeId: string
  readonly type: ChargeType
  readonly companyId: string | undefined
  readonly subscriptionId: string | undefined
  readonly productId: string | undefined
  readonly description: string
  readonly from: string
  readonly until: string
  /** Decimal text; undefined where the distributor writes none. */
  readonly quantity: string | undefined
  readonly unitCost: string
  readonly unitListPrice: string
  readonly costCents: number
  readonly listCents: number
  readonly taxCents: number
}

export interface SimulatedInvoice {
  readonly invoiceId: string
  readonly partnerId: string
  /** The month that it closes; it is dated on the first day of the next one. */
  readonly month: string
  readonly invoiceDate: string
  readonly dueDate: string
  readonly visibleAt: string
  readonly paidAt: string
  /** Set on a wrong one: from then on it is Credited, and its replacement is there. */
  readonly creditedAt: string | undefined
  readonly replaces: string | undefined
  readonly totalCents: number
  readonly charges: readonly SimulatedCharge[]
}

export type HappeningKind =
  | 'hire'
  | 'leaver'
  | 'quantity-jump'
  | 'new-subscription'
  | 'second-commitment'
  | 'cancellation'
  | 'future-cancellation'
  | 'pending-cancellation'
  | 'resurrection'
  | 'trial-started'
  | 'trial-converted'
  | 'price-rise'
  | 'price-rise-at-renewal'
  | 'price-held-below-cost'
  | 'product-rename'
  | 'product-swap'
  | 'migration'
  | 'one-time-fee'
  | 'missed-charge'
  | 'forgotten-line'
  | 'unmapped-product'
  | 'unmapped-client'
  | 'omitted-quantity'
  | 'omitted-cost'
  | 'pending-but-running'
  | 'zero-cost-line'
  | 'foreign-currency'
  | 'currency-mismatch'
  | 'ledger-customer-missing'
  | 'child-partner'
  | 'internal-use'
  | 'annual-billing'
  | 'usage'
  | 'rebate'
  | 'service-charge'
  | 'credited-invoice'

/** Something that happened, with its day and what it does. */
export interface Happening {
  readonly kind: HappeningKind
  readonly day: string
  /** True for what an operator has to notice; hires and leavers are everyday life. */
  readonly exception: boolean
  readonly companyId: string | undefined
  readonly subscriptionId: string | undefined
  readonly productId: string | undefined
  /** One sentence. */
  readonly effect: string
}
