import type { QuantityBasis, RuleLevel } from './billing-config.ts'
import type { DocumentBooking, LineBooking } from './booking.ts'
import type { EvidenceRef } from './evidence.ts'
import type { Period } from './period.ts'
import type { PlainDate } from './plain-date.ts'
import type { TrueUpReason } from './true-up.ts'

/**
 * An invoice document is data that is stored, hashed, shown and posted as it is, so its amounts are decimal strings
 * (`17.55`), made from exact money in one place and never added up as text.
 */
export type DecimalText = string

/** What the MSP sends to a client for one billing period, exactly as it would post. */
export interface Invoice {
  readonly clientId: string
  readonly clientName: string
  readonly ledgerConnectionId: string
  /** Empty while the client has no ledger customer; such an invoice is blocked, never posted. */
  readonly ledgerCustomerId: string
  readonly billingPeriod: Period
  /** 0 for the period's invoice; further ones of the same period count up. */
  readonly sequence: number
  /**
   * A total below zero makes it a credit memo. Its lines and total keep the signs they would have on an invoice (what
   * we credit is negative); a gateway whose credit memos are written positive turns them when it serialises.
   */
  readonly kind: 'invoice' | 'credit-memo'
  readonly currency: string
  readonly invoiceDate: PlainDate
  readonly lines: readonly InvoiceLine[]
  /** The sum of the rounded lines, before tax that is charged on top of them. */
  readonly total: DecimalText
  /**
   * Only on an invoice that was in the ledger before SeatLedger was used and that a person matched to its month: it makes
   * the month count as billed, and its lines bill nothing of the config.
   */
  readonly matched?: true
  /** Only where the config says something of tax; else the ledger decides. */
  readonly tax?: InvoiceTax
  /** Only where the config says how it is booked in the ledger. */
  readonly booking?: DocumentBooking
}

/** Who works out the tax: the ledger, nobody, or we. Where we do and the ledger does too, ours is an estimate. */
export type InvoiceTax =
  | { readonly act: 'ledger' | 'none' }
  | {
      readonly act: 'ours'
      readonly isEstimate: boolean
      readonly codes: readonly TaxedCode[]
      readonly amount: DecimalText
      readonly totalWithTax: DecimalText
    }

/** What one code comes to on an invoice. */
export interface TaxedCode {
  readonly code: string
  readonly percent: DecimalText
  readonly inclusive: boolean
  readonly compound: boolean
  /** What the percentage was taken of. */
  readonly base: DecimalText
  readonly amount: DecimalText
}

/** Where a line's amount comes from. */
export type LineSource = 'synced' | 'held' | 'manual' | 'bundle' | 'pass-through' | 'true-up' | 'carried'

export interface InvoiceLine {
  /** Stable within the invoice: the billing line and, for adjustments, what makes them. */
  readonly lineKey: string
  readonly billingLineId: string
  readonly itemId: string
  /** Empty while the item has none in this ledger; the invoice is then blocked. */
  readonly ledgerItemId: string
  readonly description: string
  readonly servicePeriod: Period
  readonly quantity: DecimalText
  readonly unitPrice: DecimalText
  /** Set on a line that covers part of its period: these days of those. */
  readonly proration: { readonly days: number; readonly of: number } | undefined
  readonly amount: DecimalText
  readonly taxable: boolean
  /** Only where the config says how it is booked in the ledger. */
  readonly booking?: LineBooking
  readonly source: LineSource
  /** The same line on the last billed period's invoice. */
  readonly was:
    { readonly quantity: DecimalText; readonly unitPrice: DecimalText; readonly amount: DecimalText } | undefined
  /** What the line's quantity costs us by the same rule, or unknown. */
  readonly cost: DecimalText | 'unknown'
  /** What at the distributor the line bills, for the tie-out. */
  readonly covers: readonly CoveredSupply[]
  readonly reasons: LineReasons
}

/** The part of one subscription, or one charge, that a line bills. */
export interface CoveredSupply {
  readonly connectionId: string
  readonly subscriptionId: string | undefined
  readonly chargeId: string | undefined
  readonly companyId: string | undefined
  readonly productId: string | undefined
  readonly servicePeriod: Period
  /** Signed: an adjustment for a leaver is negative. */
  readonly quantity: DecimalText | 'unknown'
  readonly unitCost: DecimalText | 'unknown'
  readonly cost: DecimalText | 'unknown'
  readonly costCurrency: string
}

/** Why a line is what it is, as data. `src/billing/explain.ts` makes the words. */
export interface LineReasons {
  readonly quantityBasis: QuantityBasis | 'manual' | 'fixed' | 'as-charged'
  readonly quantityRule: RuleLevel | 'model'
  /** The step function of the period: what was held from which day, by which evidence. */
  readonly slice: readonly TimelineSlice[]
  /** What each basis would bill for this billing line in this period, as net amounts of the whole billing line. */
  readonly byBasis: readonly {
    readonly basis: QuantityBasis
    readonly quantity: DecimalText | 'unknown'
    readonly amount: DecimalText | 'unknown'
  }[]
  readonly price: PriceReason | undefined
  /** On a bundle whose components' costs are known. */
  readonly shares?: readonly BundleShare[]
  /** The arithmetic, in order, down to the cent. */
  readonly steps: readonly ArithmeticStep[]
  readonly evidence: readonly EvidenceRef[]
  /** Set on a true-up: what it corrects, and why. */
  readonly trueUp?: TrueUpReason
}

/** A bundle's amount as it is shared out to one of its components, by what they cost. */
export interface BundleShare {
  readonly itemId: string
  /** In whole periods. */
  readonly quantity: DecimalText
  readonly cost: DecimalText | 'unknown'
  readonly revenue: DecimalText
}

export interface TimelineSlice {
  readonly subscriptionId: string
  readonly from: PlainDate
  readonly until: PlainDate
  readonly quantity: DecimalText | 'unknown'
  readonly evidence: readonly EvidenceRef[]
  readonly window: { readonly notBefore: PlainDate; readonly notAfter: PlainDate } | undefined
}

export interface PriceReason {
  readonly policy:
    | 'markup-on-cost'
    | 'markup-amount'
    | 'margin'
    | 'list'
    | 'list-less'
    | 'hold'
    | 'tiers'
    | 'manual'
    | 'fixed'
    | 'charge-markup'
    | 'discount'
    | 'minimum-charge'
  readonly rule: RuleLevel | 'model'
  /** The first day on which the rule applied, where the config says it. */
  readonly since?: PlainDate
  /** The rules that this one beat, nearest first, each in words such as "house: cost + 20 %". */
  readonly beaten: readonly { readonly rule: RuleLevel; readonly words: string }[]
  readonly words: string
  readonly unitCost: DecimalText | 'unknown'
  readonly listPrice: DecimalText | 'unknown'
  readonly unitPrice: DecimalText
}

export interface ArithmeticStep {
  /** What is worked out, such as "unit price". */
  readonly what: string
  /** The working, such as "25.19 x 1.20". */
  readonly working: string
  readonly result: DecimalText
  /** Where the inputs come from. */
  readonly source: string
  /** Set at the one step that rounds. */
  readonly rounding: { readonly rule: string; readonly before: string } | undefined
}
