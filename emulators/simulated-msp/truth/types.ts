import type { ContractCurrency } from '../contracts/types.ts'

/** What is right, worked out from the events and the contracts, never from the program that is tested with it. */
export interface Truth {
  readonly months: readonly TruthOfMonth[]
  readonly leaks: readonly Leak[]
}

export interface TruthOfMonth {
  readonly month: string
  readonly invoices: readonly ExpectedInvoice[]
  readonly anomalies: readonly ExpectedAnomaly[]
  /** The distributor's invoices that close the month, the credited ones among them. */
  readonly distributorInvoices: readonly ClassifiedInvoice[]
}

/** What a client owes for a month under its contract. */
export interface ExpectedInvoice {
  readonly clientId: string
  readonly currency: ContractCurrency
  readonly lines: readonly ExpectedLine[]
  readonly totalCents: number
  /** Why it cannot be approved as things stand; empty for most. The lines say what is right all the same. */
  readonly blockedBy: readonly ('unknown-quantity' | 'unknown-cost' | 'ledger-customer-missing' | 'currency-mismatch')[]
}

export interface ExpectedLine {
  readonly lineId: string
  readonly itemId: string
  readonly model: 'per-seat' | 'fixed' | 'pass-through' | 'manual'
  readonly subscriptionId: string | undefined
  /** The distributor's charge that is passed on. */
  readonly chargeId: string | undefined
  readonly from: string
  readonly until: string
  readonly quantity: string
  /** In the invoice's currency, per unit and whole period; undefined where a charge is passed on as an amount. */
  readonly unitPrice: string | undefined
  readonly days: number
  readonly ofDays: number
  readonly amountCents: number
  /** In US dollars, by the same rule. For a fixed line, of all its components. */
  readonly costCents: number
}

/** Where the cents of a charge belong. */
export type ChargeClass =
  | 'ties-out'
  | 'timing'
  | 'proration'
  | 'price-moved'
  | 'rounding'
  | 'bought-not-billed'
  | 'internal-use'
  | 'usage'
  | 'service-charge-without-client'
  | 'credit-or-reissue'
  | 'tax'

export interface ClassifiedInvoice {
  readonly invoiceId: string
  readonly partnerId: string
  /** True: it was wrong, and another has taken its place; all of it nets to nothing. */
  readonly isCredited: boolean
  readonly totalCents: number
  readonly classes: ReadonlyMap<ChargeClass, number>
  readonly charges: readonly ClassifiedCharge[]
}

/** The parts add up to what the charge costs, tax included. */
export interface ClassifiedCharge {
  readonly chargeId: string
  readonly parts: readonly { readonly class: ChargeClass; readonly cents: number }[]
}

export interface ExpectedAnomaly {
  readonly code:
    | 'unmapped-client'
    | 'unmapped-product'
    | 'unknown-quantity'
    | 'unknown-cost'
    | 'subscription-on-no-line'
    | 'line-without-subscription'
    | 'price-changed'
    | 'price-held-below-cost'
    | 'quantity-jump'
    | 'ledger-customer-missing'
    | 'charge-on-no-line'
  /** Undefined for a product, and for a company that is no client. */
  readonly clientId: string | undefined
  readonly subject: {
    readonly kind: 'company' | 'client' | 'product' | 'subscription' | 'line' | 'charge'
    readonly id: string
    readonly productId: string | undefined
  }
}

/** Bought, and on nobody's invoice. */
export interface Leak {
  readonly subscriptionId: string
  readonly companyId: string
  readonly productId: string
  readonly reason: 'unmapped-client' | 'unmapped-product' | 'no-line'
  readonly from: string
  /** What the distributor's invoice for a month charges for it. */
  readonly costCentsByMonth: ReadonlyMap<string, number>
}
