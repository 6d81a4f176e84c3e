import type { Rounding } from '../money/rounding.ts'
import type { Charge, DistributorInvoice } from '../domain/distributor-invoice.ts'
import type { Invoice, InvoiceLine } from '../domain/invoice.ts'
import type { Period } from '../domain/period.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { SubscriptionCourses } from '../domain/quantity-course.ts'
import type { SubscriptionTimeline } from '../domain/timeline.ts'

/** One distributor invoice as far as it was read. */
export interface DistributorInvoiceRead {
  readonly invoice: DistributorInvoice
  readonly charges: readonly Charge[]
  /** `whole`: every item was read, checked against the distributor's own count. `part`: a page is missing. */
  readonly items: 'whole' | 'part' | 'not-read'
  /** What was missing and why, where items were not read whole. */
  readonly itemsNote: string | undefined
}

/** As much of a client invoice as a tie-out looks at. */
export interface BilledInvoice extends Pick<
  Invoice,
  'clientId' | 'ledgerConnectionId' | 'billingPeriod' | 'sequence' | 'kind' | 'currency' | 'total'
> {
  readonly lines: readonly BilledLine[]
  /** It was in the ledger before SeatLedger was used, and a person matched it to its month. */
  readonly matched?: true
}

export type BilledLine = Pick<InvoiceLine, 'lineKey' | 'amount' | 'covers'>

/** A client invoice. Only a posted one counts as billed; the others tell that a bill is under way. */
export interface ClientInvoiceRead {
  readonly invoice: BilledInvoice
  readonly state: 'posted' | 'approved' | 'not-posted'
  /** The ledger's document, for the evidence. */
  readonly ledgerDocument: { readonly documentId: string; readonly documentNumber: string | undefined } | undefined
}

export interface ReconciledClient {
  readonly clientId: string
  readonly name: string
  readonly companies: readonly CompanyRef[]
  /** The billing periods for which the client's invoice was posted, or was found to need none. */
  readonly billedPeriods: readonly Period[]
  /** What its pass-through lines take: these products, or all that no other line bills; left out: it has none. */
  readonly passesOn?: { readonly takesRest: boolean; readonly products: readonly ProductRef[] }
}

export interface CompanyRef {
  readonly connectionId: string
  readonly companyId: string
}

export interface ProductRef {
  readonly connectionId: string
  readonly productId: string
}

/** How far the nightly copies of one source reach into the period. */
export interface SnapshotCoverage {
  readonly connectionId: string
  readonly period: Period
  readonly completeDays: number
  /** The last day with a complete snapshot; undefined: there is none. */
  readonly lastComplete: PlainDate | undefined
}

/**
 * How a distributor rounds a charge: once per line, or each unit before it is multiplied (Microsoft's new-commerce
 * lines). Half a step per line or unit can be lost where it rounds to the nearest, a whole one where it cuts off.
 */
export interface SourceRounding {
  readonly connectionId: string
  readonly per: 'line' | 'unit'
  readonly places: number
  readonly rounding: Rounding
  /** What says so, in words that are shown with the tolerance. */
  readonly basis: string
}

/** The days of the month on which a source's invoice for the month before is expected to appear. */
export interface InvoiceDays {
  readonly connectionId: string
  readonly first: number
  readonly last: number
}

/** A credit for a Credited invoice, seen on an invoice that was read (its charge) or elsewhere in the account. */
export interface CreditSeen {
  readonly connectionId: string
  readonly creditedInvoiceId: string
  /** The charge that holds the credit, where an invoice shows it; undefined: seen on the account statement only. */
  readonly chargeId: string | undefined
}

/** Everything that a tie-out looks at. Nothing in it is changed, and its order does not matter. */
export interface ReconciliationInput {
  /** The billing period that is tied out. Client lines of other periods still count for charges of those periods. */
  readonly period: Period
  /** The day that the ages of snapshots are counted from. */
  readonly asOf: PlainDate
  /** All that were read and could bear on the period, earlier ones included: an adjustment needs what it adjusts. */
  readonly distributorInvoices: readonly DistributorInvoiceRead[]
  readonly clientInvoices: readonly ClientInvoiceRead[]
  readonly clients: readonly ReconciledClient[]
  /** The MSP itself, and companies known and not billed, each with the reason on record. */
  readonly notBilledCompanies: readonly (CompanyRef & { readonly reason: string })[]
  readonly notBilledProducts: readonly (ProductRef & { readonly reason: string })[]
  /** Products that some catalog item covers; only the words of a finding depend on it. */
  readonly mappedProducts: readonly ProductRef[]
  readonly snapshots: readonly SnapshotCoverage[]
  /** What was held, by day; without them a committed and unused unit cannot be told from one that was not billed. */
  readonly timelines: readonly SubscriptionTimeline[]
  /** What snapshots and history say of each quantity, apart from each other; left out: quantities are not compared. */
  readonly subscriptionCourses?: readonly SubscriptionCourses[]
  /** Later ids of a subscription and the original one; an id that is not listed is its own original. */
  readonly lineages: readonly {
    readonly connectionId: string
    readonly subscriptionId: string
    readonly originalSubscriptionId: string
  }[]
  /** Our own name at each distributor; an invoice for another partner is kept apart. */
  readonly ownPartnerNames: readonly { readonly connectionId: string; readonly partnerName: string }[]
  readonly sourceRoundings: readonly SourceRounding[]
  readonly creditsSeen: readonly CreditSeen[]
  /** Of the sources that say it; the others are not waited for. */
  readonly invoiceDays: readonly InvoiceDays[]
}
