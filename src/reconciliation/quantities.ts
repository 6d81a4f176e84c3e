import type { EvidenceKind } from '../domain/evidence.ts'
import type { DecimalText } from '../domain/invoice.ts'
import type { Period } from '../domain/period.ts'

/** What one subscription's quantity was over a billing period, by three witnesses that do not know of each other. */
export interface SubscriptionQuantities {
  readonly connectionId: string
  readonly subscriptionId: string
  readonly companyId: string
  readonly clientId: string | undefined
  readonly productId: string
  readonly productName: string | undefined
  /** In the order of their days, without gaps; a new one begins wherever one of the three changes. */
  readonly stretches: readonly QuantityStretch[]
}

export interface QuantityStretch {
  readonly days: Period
  /** What nightly snapshots saw. */
  readonly observed: DecimalText | 'unknown'
  /** What the distributor's own history says. */
  readonly byHistory: DecimalText | 'unknown'
  /** What the distributor invoiced for these days, net of what it gave back. */
  readonly invoiced: DecimalText | 'unknown'
  /** True where two of those that are known for these days differ. */
  readonly drifts: boolean
  readonly sentence: string
  readonly evidence: readonly QuantityEvidence[]
}

export interface QuantityEvidence {
  readonly kind: EvidenceKind
  readonly id: string
  /** How a person finds it. */
  readonly words: string
}

/** How the three quantities of all subscriptions stand. What could not be compared is counted apart, never as agreeing. */
export interface QuantityComparison {
  readonly agreeing: number
  readonly notCompared: number
  readonly drifting: readonly SubscriptionQuantities[]
  /** Why quantities invoiced were not compared, by connection. */
  readonly gaps: readonly string[]
}
