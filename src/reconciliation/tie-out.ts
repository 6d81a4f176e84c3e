import type { DecimalText } from '../domain/invoice.ts'
import type { DistributorInvoiceStatus } from '../domain/distributor-invoice.ts'
import type { Period } from '../domain/period.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { QuantityComparison } from './quantities.ts'
import type { VarianceClass } from './variance-class.ts'
import type { Asks } from './who-is-asked.ts'

/** A verdict is never a bare tick: `could-not-be-checked` is a result, and its reasons say what was missing. */
export type Verdict = 'ties-out' | 'differs' | 'could-not-be-checked'

/** One signed amount of one invoice in one class, for one subscription (or charge) and service period. */
export interface Finding {
  readonly class: VarianceClass
  readonly asks: Asks
  readonly connectionId: string
  readonly invoiceId: string | undefined
  readonly clientId: string | undefined
  readonly companyId: string | undefined
  readonly subscriptionId: string | undefined
  readonly productId: string | undefined
  readonly productName: string | undefined
  readonly servicePeriod: Period | undefined
  readonly currency: string
  /** Our cost that falls into the class: charged minus carried by client lines. Negative: less was charged. */
  readonly cost: DecimalText
  /** What the client lines behind the compared supply bill, before tax; none where no line covers it. */
  readonly revenue: readonly { readonly currency: string; readonly amount: DecimalText }[]
  readonly charged: FindingSide
  readonly billed: FindingSide
  /** What the timeline says was held on the last day of the service period. */
  readonly held: DecimalText | 'unknown'
  readonly evidence: FindingEvidence
  /** Things that make the finding less than certain, such as items that were not read whole. */
  readonly caveats: readonly Caveat[]
  readonly sentence: string
}

export type Caveat =
  | 'items-not-read-whole'
  | 'adjusted-charge-not-read'
  | 'service-period-missing'
  | 'quantity-or-unit-cost-unknown'
  | 'client-cost-unknown'
  | 'unknown-charge-kind'
  | 'credit-with-positive-cost'
  | 'cost-equals-list-amount'
  | 'product-not-mapped'

/** One side of the comparison for the whole group that a finding belongs to. */
export interface FindingSide {
  readonly cost: DecimalText | 'unknown'
  /** The net quantity on the last day of the service period. */
  readonly quantity: DecimalText | 'unknown'
  /** The sum over the days of the net quantity of each. */
  readonly quantityDays: DecimalText | 'unknown'
  /** The average over units and days; undefined where nothing stands on this side. */
  readonly unitCost: DecimalText | 'unknown' | undefined
}

export interface FindingEvidence {
  readonly chargeIds: readonly string[]
  readonly invoiceLines: readonly InvoiceLineRef[]
}

export interface InvoiceLineRef {
  readonly clientId: string
  readonly billingPeriod: Period
  readonly sequence: number
  readonly lineKey: string
  readonly documentNumber: string | undefined
}

/** What an invoice's header total turned out to be the sum of. */
export type TotalIdentity =
  | 'cost'
  | 'cost-and-tax'
  | 'cost-and-carried-balance'
  | 'cost-and-tax-and-carried-balance'
  | 'rounded-costs'
  | 'rounded-costs-and-tax'
  | 'list-amount'
  | 'list-amount-and-tax'
  | 'none'
  | 'total-unknown'

/** The proof for one currency: the classes add up to the total, to the last digit. */
export interface Control {
  readonly currency: string
  /** The header's total; `unknown` when it has none in this currency, and then the classes add up to the charges. */
  readonly total: DecimalText | 'unknown'
  readonly identity: TotalIdentity
  readonly sumOfCost: DecimalText
  readonly sumOfTax: DecimalText | 'unknown'
  readonly sumOfListAmount: DecimalText | 'unknown'
  /** Total minus the charges' costs: tax, carried balance, or not accounted for. */
  readonly headerGap: DecimalText
  /** One row for each class, zeros included, in the order of the classes. */
  readonly classes: readonly ClassAmount[]
  readonly sumOfClasses: DecimalText
  /** The magnitude that counts: what is unexplained on one line does not make up for another. */
  readonly unexplained: DecimalText
  /** Charges whose cost is unknown: they are in the header gap, and were not checked. */
  readonly chargesWithoutCost: readonly string[]
}

export interface ClassAmount {
  readonly class: VarianceClass
  readonly cost: DecimalText
  readonly findings: number
}

/** What was looked at. A verdict means nothing without it. */
export interface Coverage {
  readonly period: Period
  readonly items: 'whole' | 'part' | 'not-read'
  readonly chargesRead: number
  /** Charges that at least one client line was compared with, or that another rule placed. */
  readonly chargesChecked: number
  readonly clientLinesCompared: number
  readonly servicePeriod: Period | undefined
  readonly snapshot: SnapshotAge
  /** Why it could not be checked, in words; empty where it could. */
  readonly gaps: readonly string[]
}

export interface SnapshotAge {
  readonly lastComplete: PlainDate | undefined
  readonly ageDays: number | undefined
  readonly completeDays: number | undefined
  readonly daysInPeriod: number
}

/**
 * `counted`: ours. `credited`: the distributor took it back; its own classes still add up, and the expected credit nets
 * it. `void`, `other-partner`, `billed-to-company`: kept apart, in no total of ours.
 */
export type InvoiceTreatment = 'counted' | 'credited' | 'void' | 'other-partner' | 'billed-to-company'

export interface InvoiceTieOut {
  readonly connectionId: string
  readonly invoiceId: string
  /** How a person finds it: by number, date, total and partner. */
  readonly words: string
  /** Child partners have invoices of their own of the same date. */
  readonly partnerName: string | undefined
  readonly number: string | undefined
  readonly invoiceDate: PlainDate
  readonly status: DistributorInvoiceStatus
  readonly rawStatus: string | undefined
  readonly treatment: InvoiceTreatment
  readonly replaces: string | undefined
  readonly replacedBy: readonly string[]
  readonly verdict: Verdict
  readonly coverage: Coverage
  /** The invoice's own currency first. */
  readonly controls: readonly Control[]
  readonly findings: readonly Finding[]
  /** Charges that the distributor collects from the client itself: in no class and no total of ours. */
  readonly setApart: readonly {
    readonly chargeId: string
    readonly currency: string
    readonly cost: DecimalText | 'unknown'
  }[]
  /** How much a difference may be and still be called rounding, in words. */
  readonly toleranceRule: string
  readonly notes: readonly string[]
}

/**
 * Takes a credited invoice and its credit together out of a period's total, so that neither is counted twice.
 * `awaited`: owed to us, not seen yet. `seen-elsewhere`: seen, and no invoice of this period holds it (it may be on the
 * account statement, or on a later invoice). Both are negative. `settles-earlier`: an invoice of this period holds the
 * credit for one that an earlier period has netted already; positive.
 */
export interface CreditNetting {
  readonly connectionId: string
  readonly creditedInvoiceId: string
  readonly creditedInvoiceWords: string
  readonly replacedBy: readonly string[]
  readonly currency: string
  readonly amount: DecimalText
  readonly state: 'awaited' | 'seen-elsewhere' | 'settles-earlier'
}

export interface PeriodControl {
  readonly currency: string
  /** The sum of the invoices that bill the period, credited ones netted. */
  readonly total: DecimalText
  readonly classes: readonly ClassAmount[]
  readonly sumOfClasses: DecimalText
  readonly unexplained: DecimalText
}

export interface InvoiceOfOtherMonth {
  readonly connectionId: string
  readonly invoiceId: string
  readonly words: string
  readonly invoiceDate: PlainDate
  /** Its charges for days of the period. */
  readonly chargeIds: readonly string[]
}

/** Whether the invoice that closes the month is there, for one source. */
export interface InvoiceArrival {
  readonly connectionId: string
  readonly state: 'there' | 'not-out-yet' | 'overdue'
  /** The days on which it is expected, both inside. */
  readonly expected: { readonly from: PlainDate; readonly to: PlainDate }
  /** Charges of the source's invoices for the month that were checked. */
  readonly linesChecked: number
  readonly words: string
}

/** Which sum the header totals of one partner's invoices are, as tested on all that were read. */
export interface TotalRule {
  readonly connectionId: string
  readonly partnerName: string | undefined
  readonly currency: string
  /** What all of them allow; several where no invoice has told them apart. */
  readonly holds: readonly TotalIdentity[]
  readonly testedOn: number
  readonly brokenBy: readonly { readonly invoiceId: string; readonly words: string }[]
}

/** A credit on one of our invoices. */
export interface CreditRead {
  readonly connectionId: string
  readonly invoiceId: string
  readonly invoiceDate: PlainDate
  /** The invoice, as a person finds it. */
  readonly words: string
  readonly chargeId: string
  readonly companyId: string | undefined
  readonly subscriptionId: string | undefined
  readonly productId: string | undefined
  readonly currency: string
  readonly cost: DecimalText
}

export interface PeriodTieOut {
  readonly period: Period
  readonly verdict: Verdict
  readonly coverage: Coverage
  readonly controls: readonly PeriodControl[]
  /** One for each distributor invoice that bills the period: dated in it or in the month after it. */
  readonly invoices: readonly InvoiceTieOut[]
  /**
   * Invoices dated for other months that charge for days of this one as well (a late charge, a year in advance). They
   * are tied out whole with the months that they are dated for, and are in no figure here.
   */
  readonly ofOtherMonths: readonly InvoiceOfOtherMonth[]
  readonly keptApart: readonly InvoiceTieOut[]
  readonly arrivals: readonly InvoiceArrival[]
  readonly totalRules: readonly TotalRule[]
  /** Observed, by history, invoiced: it moves no cent of the classes, and says where the distributor contradicts itself. */
  readonly quantities: QuantityComparison
  /** On this month's invoices and all later ones: a dispute may be answered by one of them. */
  readonly credits: readonly CreditRead[]
  readonly creditNettings: readonly CreditNetting[]
  /** Client lines of the period that no charge stands behind; their cost in the control total is 0. */
  readonly billedNotBought: readonly Finding[]
  readonly notes: readonly string[]
}
