import type { Decimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'
import type { EvidenceRef } from './evidence.ts'
import type { Known } from './known.ts'
import type { PlainDate } from './plain-date.ts'
import type { BillingTerm, SubscriptionStatus } from './subscription.ts'

/** What held from one day to the next change. */
export interface TimelineStep {
  readonly from: PlainDate
  /** First day on which it no longer held; undefined: it still does. */
  readonly until: PlainDate | undefined
  /** False while the subscription does not run: before its start, after its end. Its quantity then counts as zero. */
  readonly inForce: boolean
  readonly companyId: string
  readonly productId: string
  readonly productName: string | undefined
  readonly status: SubscriptionStatus
  readonly quantity: Known<Decimal>
  readonly unitCost: Known<Money>
  readonly listPrice: Known<Money>
  readonly billingTerm: BillingTerm
  readonly rawBillingTerm: string
  readonly commitmentTerm: string | undefined
  readonly evidence: readonly EvidenceRef[]
  /** When the change's day is not known exactly: it happened on a day from `notBefore` to `notAfter`, both inside. */
  readonly window: { readonly notBefore: PlainDate; readonly notAfter: PlainDate } | undefined
}

/** A subscription as a step function over days. Steps are in order, without gaps; the first begins the knowledge of it. */
export interface SubscriptionTimeline {
  readonly connectionId: string
  readonly subscriptionId: string
  readonly steps: readonly TimelineStep[]
  /** First day with any evidence; what is known of the days before it, `before` says. */
  readonly knownFrom: PlainDate
  /** `not-running`: the distributor says that it began on `knownFrom`. `unknown`: nothing is known, which is not zero. */
  readonly before: 'not-running' | 'unknown'
  /** First day of the term in force where the distributor says it: yearly terms are billed on its anniversary. */
  readonly billingStart: PlainDate | undefined
  readonly commitmentEnd: PlainDate | undefined
}
