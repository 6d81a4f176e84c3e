import type { DecimalText } from '../../domain/invoice.ts'
import type { EvidenceRef } from '../../domain/evidence.ts'

/** What an audit of months that were billed before found. All of it is plain data: it is stored, shown and exported. */
export interface BackfillReport {
  /** `2025-01`; both inside. */
  readonly firstMonth: string
  readonly lastMonth: string
  /** The day on which it was made. */
  readonly asOf: string
  readonly invoicesBill: InvoicesBill
  readonly coverage: readonly MonthCoverage[]
  /** The dearest first. */
  readonly findings: readonly BackfillFinding[]
  /** Mistakes that a later month put right by itself. */
  readonly settled: readonly SettledPair[]
  readonly notKnown: readonly NotKnown[]
  readonly totals: readonly BackfillTotal[]
  readonly by: {
    readonly client: readonly BackfillSum[]
    readonly product: readonly BackfillSum[]
    readonly month: readonly BackfillSum[]
    readonly cause: readonly BackfillSum[]
  }
  readonly compared: { readonly clientMonths: number; readonly groups: number; readonly groupsThatAgree: number }
}

/** Which month an invoice bills whose lines name no day: the one it is dated in, the one before, or the one after. */
export type InvoicesBill = 'same-month' | 'month-before' | 'month-after'

/** What was read for a month, and what was not. */
export interface MonthCoverage {
  readonly month: string
  readonly sources: readonly { readonly connectionId: string; readonly charges: number; readonly gap: string | null }[]
  readonly ledgers: readonly {
    readonly connectionId: string
    readonly documents: number
    readonly gap: string | null
  }[]
  readonly config: { readonly version: number; readonly wasInForce: boolean } | null
}

export const backfillCauses = [
  'no-invoice',
  'not-billed',
  'quantity-short',
  'price-below',
  'billed-less',
  'on-no-line',
  'no-client',
  'billed-not-owed',
  'billed-twice',
  'quantity-over',
  'price-above',
  'billed-more',
] as const

export type BackfillCause = (typeof backfillCauses)[number]

export interface BackfillFinding {
  readonly direction: 'leakage' | 'over-billing'
  readonly cause: BackfillCause
  /** Null: the company is nobody's client. */
  readonly clientId: string | null
  readonly clientName: string
  readonly month: string
  readonly itemIds: readonly string[]
  readonly product: string
  readonly subscriptionIds: readonly string[]
  /** What was billed too little or too much, always above zero; unknown where nothing says the price. */
  readonly revenue: { readonly amount: DecimalText; readonly currency: string } | 'unknown'
  /** What the same cost us; unknown where a cost is not known. For a wrong price it is 0. */
  readonly cost: { readonly amount: DecimalText; readonly currency: string } | 'unknown'
  readonly shouldBe: BackfillSide
  readonly billed: BackfillSide
  readonly evidence: {
    readonly documents: readonly { readonly ledger: string; readonly id: string; readonly number: string | null }[]
    readonly charges: readonly {
      readonly connectionId: string
      readonly invoiceId: string
      readonly chargeId: string
    }[]
    readonly holdings: readonly EvidenceRef[]
  }
  readonly recovery: { readonly state: RecoveryState; readonly why: string }
  readonly sentence: string
}

/** In whole months of the item's price where one price holds; else unknown. */
export interface BackfillSide {
  readonly quantity: DecimalText | 'unknown'
  readonly unitPrice: DecimalText | 'unknown'
  readonly amount: DecimalText
}

/**
 * `recoverable`: it can be billed late. `needs-mapping`: once a line bills it. `too-old`, `client-gone`: it is lost.
 * `credit-owed`: the client paid too much.
 */
export type RecoveryState = 'recoverable' | 'needs-mapping' | 'too-old' | 'client-gone' | 'credit-owed'

export interface SettledPair {
  readonly clientId: string
  readonly product: string
  readonly month: string
  readonly settledIn: string
  readonly amount: DecimalText
  readonly currency: string
}

/** Something of which nobody can say whether it was billed right, and why. */
export interface NotKnown {
  readonly month: string
  readonly clientId: string | null
  readonly what: string
  readonly why: string
}

export interface BackfillTotal {
  readonly currency: string
  readonly leakage: DecimalText
  readonly recoverable: DecimalText
  readonly overBilling: DecimalText
}

/** Revenue by one trait of the findings, and what it cost; costs of findings without a price count there alone. */
export interface BackfillSum {
  readonly name: string
  readonly currency: string
  readonly leakage: DecimalText
  readonly overBilling: DecimalText
  /** What was bought and is on nobody's invoice, in this currency, where no price says what it should have brought. */
  readonly unpricedCost: DecimalText
  readonly findings: number
}
