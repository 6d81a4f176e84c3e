import type { EvidenceRef } from './evidence.ts'
import type { DecimalText } from './invoice.ts'
import type { Period } from './period.ts'
import type { PlainDate } from './plain-date.ts'

/** Why a closed month is corrected, as data: what it should have billed, what it billed, and what made the difference. */
export interface TrueUpReason {
  /** The closed month. */
  readonly billingPeriod: Period
  readonly shouldBe: DecimalText
  readonly billed: DecimalText
  /** The billing line's lines as known now; a later look at the month compares with these. */
  readonly lines: readonly TrueUpBasis[]
  /** What each document billed for the line and the month: the month's own invoices, then earlier true-ups. */
  readonly documents: readonly BilledDocument[]
  /** What is known now and was not when it was billed; empty where only the rules of the config moved. */
  readonly changes: readonly TrueUpChange[]
  /** When the version of the config in force for the month was recorded (ISO 8601, UTC), where that is known. */
  readonly configRecordedAt: string | undefined
}

/** A line of the closed month as it should have been, as far as a true-up's reasons need it. */
export interface TrueUpBasis {
  readonly servicePeriod: Period
  readonly quantity: DecimalText
  readonly unitPrice: DecimalText
  readonly amount: DecimalText
  /** The price rule in words, such as "cost + 20 %"; undefined for a line without one. */
  readonly priceWords: string | undefined
  readonly unitCost: DecimalText | 'unknown'
  /** The one charge that the line passes on. */
  readonly chargeId: string | undefined
  readonly evidence: readonly EvidenceRef[]
}

/** One invoice that billed something for the closed month. */
export interface BilledDocument {
  /** Its billing period and sequence, such as `2026-09/0`. */
  readonly invoice: string
  readonly invoiceDate: PlainDate
  readonly amount: DecimalText
}

/** One thing that is known otherwise now. `recordedAt` (ISO 8601, UTC) is when it became known, where that is known. */
export type TrueUpChange =
  | {
      readonly kind: 'quantity'
      readonly subscriptionId: string
      /** The days on which another quantity counts; the first is the day on which the change took effect. */
      readonly days: Period
      readonly then: DecimalText | 'unknown'
      readonly now: DecimalText | 'unknown'
      readonly recordedAt: string | undefined
      readonly evidence: readonly EvidenceRef[]
    }
  | {
      readonly kind: 'price'
      readonly from: PlainDate
      readonly then: DecimalText
      readonly now: DecimalText
      readonly thenWords: string | undefined
      readonly nowWords: string | undefined
      readonly recordedAt: string | undefined
      readonly evidence: readonly EvidenceRef[]
    }
  | {
      readonly kind: 'charge'
      readonly chargeId: string
      /** Undefined: it was not on the invoice, or no longer would be. */
      readonly then: DecimalText | undefined
      readonly now: DecimalText | undefined
    }
