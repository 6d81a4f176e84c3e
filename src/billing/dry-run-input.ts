import type { BillingConfig } from '../domain/billing-config.ts'
import type { CarriedLine } from '../domain/decision.ts'
import type { Charge } from '../domain/distributor-invoice.ts'
import type { ExchangeRate } from '../domain/exchange-rate.ts'
import type { DecimalText, Invoice } from '../domain/invoice.ts'
import type { Period } from '../domain/period.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Company, Product } from '../domain/subscription.ts'
import type { Thresholds } from '../domain/thresholds.ts'
import type { SubscriptionTimeline } from '../domain/timeline.ts'

/** What is the same for all clients of one run. Index it once with `openRun`, then work client by client. */
export interface RunInput {
  /** The month that is billed. */
  readonly billingPeriod: Period
  /** The day on which the run is made, in the MSP's time zone. */
  readonly asOf: PlainDate
  /** The date that the invoices bear. */
  readonly invoiceDate: PlainDate
  readonly config: BillingConfig
  /** Exchange rates besides those of the config; left out: there are none. */
  readonly rates?: readonly ExchangeRate[]
  readonly sources: readonly SourceHealth[]
  readonly ledgers: readonly LedgerView[]
  /** From which change on something is flagged, where the config does not say; else {@link defaultThresholds}. */
  readonly thresholds?: Partial<Thresholds>
  /**
   * The months before this one that are looked at again, in any order; left out: none. Which of them count for a client,
   * its config's `trueUps` say.
   */
  readonly closedPeriods?: readonly ClosedPeriod[]
}

/** A month that is over and whose invoices may want a true-up. */
export interface ClosedPeriod {
  readonly billingPeriod: Period
  /** The config in force for it, as it is known now; undefined: there was none, so that nothing can be checked. */
  readonly config: BillingConfig | undefined
  /** When that version of the config was recorded (ISO 8601, UTC); a rule changed for the past became known then. */
  readonly configRecordedAt: string | undefined
}

/** How fresh and how whole the evidence of one source connection is. */
export interface SourceHealth {
  readonly connectionId: string
  /** Day of the last complete snapshot; undefined: there is none. */
  readonly lastCompleteDay: PlainDate | undefined
  /** True when the newest snapshot is not complete. */
  readonly newestIsIncomplete: boolean
  /** After how many days without a complete snapshot the source counts as stale. */
  readonly staleAfterDays: number
}

/** What the engine must know of a ledger, whichever it is. */
export interface LedgerView {
  readonly connectionId: string
  readonly customers: ReadonlyMap<string, { readonly active: boolean; readonly currency: string | undefined }>
  readonly items: ReadonlyMap<string, { readonly active: boolean }>
  /** True where the ledger has no list of customers, and takes whom it is given. */
  readonly takesAnyCustomer?: boolean
  /** The same for items. */
  readonly takesAnyItem?: boolean
  /** True when it works out sales tax itself; false when it has none; undefined: not known, or by hand. */
  readonly computesTax?: boolean
  /** The currency of its books; undefined: not known. */
  readonly homeCurrency?: string
}

/** An invoice of an earlier run that reached, or may have reached, the ledger. */
export interface BilledInvoice {
  readonly invoice: Invoice
}

/** The total of a client's invoices of one month in one currency. */
export interface BilledTotal {
  readonly clientId: string
  readonly billingPeriod: Period
  readonly currency: string
  readonly total: DecimalText
}

/** The evidence about one client. More than is needed does no harm: what belongs to others is left aside. */
export interface ClientSupply {
  readonly clientId: string
  /** The timelines of all subscriptions that any of the client's companies held in the period or a closed one. */
  readonly timelines: readonly SubscriptionTimeline[]
  /** Charges of the distributor invoices dated in the billing period. */
  readonly charges: readonly Charge[]
  /**
   * What was billed to the client before: this period's (to see that it was), the last one's (to compare with), and all
   * from the first closed period on, corrections included.
   */
  readonly billed: readonly BilledInvoice[]
  /** What people decided to carry to the client's invoice and no invoice has billed yet; left out: nothing. */
  readonly carried?: readonly CarriedLine[]
  /** Charges of the distributor invoices dated in the closed periods, and in the month before where it is billed in arrears. */
  readonly earlierCharges?: readonly Charge[]
  /** What earlier months billed, for as far back as it is known: the invoices' totals alone. */
  readonly earlierTotals?: readonly BilledTotal[]
  /** The sequence of the invoice in its period; left out: 0. It is more where an earlier one was posted and voided. */
  readonly sequence?: number
}

/** The whole of a run at once, for callers that hold everything in memory. */
export interface DryRunInput extends RunInput, SupplyOverview {
  readonly billed: readonly BilledInvoice[]
  readonly earlierCharges?: readonly Charge[]
  readonly earlierTotals?: readonly BilledTotal[]
  /** Only these clients; undefined: all. */
  readonly clientIds?: readonly string[]
}

/** Everything at the distributors, whoever it belongs to. */
export interface SupplyOverview {
  readonly timelines: Iterable<SubscriptionTimeline>
  readonly charges: Iterable<Charge>
  /** For names and for companies that the distributor bills itself; ids stand in for names that are missing. */
  readonly companies?: readonly (Company & { readonly connectionId: string })[]
  readonly products?: readonly (Product & { readonly connectionId: string })[]
}
