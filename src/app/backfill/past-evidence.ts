import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type { CreditSeen, DistributorInvoiceRead } from '../../reconciliation/input.ts'
import type { PastLine } from './past-line.ts'
import type { InvoicesBill } from './report.ts'

/** Everything that an audit of past months looks at. */
export interface PastEvidence {
  /** The oldest first, without gaps. */
  readonly months: readonly Period[]
  readonly asOf: PlainDate
  readonly invoicesBill: InvoicesBill
  /** By the first day of a month: the config by which it is worked. None: nothing can be said of it. */
  readonly configs: ReadonlyMap<string, PastConfig>
  /** By which it is decided who is a client now. */
  readonly newestConfig: BillingConfig
  readonly timelines: readonly SubscriptionTimeline[]
  /** Of distributor invoices that are ours to pay and count. */
  readonly charges: readonly Charge[]
  readonly distributorInvoices: readonly DistributorInvoiceRead[]
  readonly creditsSeen: readonly CreditSeen[]
  readonly ledgers: readonly PastLedger[]
  readonly billed: readonly PastLine[]
  readonly productNames: ReadonlyMap<string, string>
  readonly companyNames: ReadonlyMap<string, string>
  /** Leaks of months that began longer ago than this many months are not billed any more. */
  readonly recoverMonths: number
}

export interface PastConfig {
  readonly config: BillingConfig
  /** False: no config was in force then, so that the earliest one stands for it. */
  readonly wasInForce: boolean
}

/** How far a ledger's documents were read. */
export interface PastLedger {
  readonly connectionId: string
  /** By the first day of a month: how many documents are dated so that they may bill it. */
  readonly documents: ReadonlyMap<string, number>
  /** Why months that are not among them were not read. */
  readonly why: string
}

export function productKey(connectionId: string, productId: string): string {
  return `${connectionId}\n${productId}`
}
