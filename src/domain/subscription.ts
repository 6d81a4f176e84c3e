import type { Decimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'
import type { Snapshot } from './evidence.ts'
import type { Known } from './known.ts'
import type { PlainDate } from './plain-date.ts'

/** A client as the distributor knows it. Which client of ours it is, the billing config says. */
export interface Company {
  readonly companyId: string
  readonly name: string
  readonly status: 'active' | 'inactive' | 'deleted' | 'unknown'
  /** The client key that the MSP may have stored at the distributor. */
  readonly externalId: string | undefined
  /** True when the distributor itself invoices this company: we must not invoice it again. */
  readonly billedByDistributor: boolean
  readonly billingEmail: string | undefined
}

export interface Product {
  readonly productId: string
  readonly name: string
  readonly vendorName: string | undefined
  readonly sku: string | undefined
  readonly vendorSku: string | undefined
}

/**
 * `pending` runs or will run although the distributor is not done with it; `cancelling` runs until its end date;
 * `converted` is a trial that became another subscription.
 */
export type SubscriptionStatus = (typeof subscriptionStatuses)[number]
export const knownStatuses = ['active', 'pending', 'trial', 'cancelling', 'cancelled', 'converted'] as const
export const subscriptionStatuses = [...knownStatuses, 'unknown'] as const

/** How often the distributor bills a subscription. The commitment is a separate matter. */
export type BillingTerm = (typeof billingTerms)[number]
export const knownTerms = [
  'monthly',
  'annual',
  '2-year',
  '3-year',
  'one-time',
  'activation',
  'trial',
  'arrears',
] as const
export const billingTerms = [...knownTerms, 'unknown'] as const

/** What a client holds at the distributor, as one observation states it. Its key is the distributor's original id. */
export interface SubscriptionState {
  readonly subscriptionId: string
  readonly companyId: string
  readonly productId: string
  readonly productName: string | undefined
  readonly parentSubscriptionId: string | undefined
  readonly vendorSubscriptionId: string | undefined
  readonly status: SubscriptionStatus
  /** As the distributor wrote it; kept because a status we do not know must not be lost. */
  readonly rawStatus: string
  readonly quantity: Known<Decimal>
  /** What the distributor charges us per unit and billing term. */
  readonly unitCost: Known<Money>
  /** What the distributor's own price list or portal says that the client pays per unit and billing term. */
  readonly listPrice: Known<Money>
  readonly billingTerm: BillingTerm
  readonly rawBillingTerm: string
  /** In one spelling (`monthly`, `1-year`, `3-year`, else the distributor's own in lower case); undefined: none. */
  readonly commitmentTerm: string | undefined
  readonly commitmentEnd: PlainDate | undefined
  /** First day of service, where the distributor says it. */
  readonly startDate: PlainDate | undefined
  /** First day on which it no longer runs; undefined: open. */
  readonly endDate: PlainDate | undefined
  readonly billingStart: PlainDate | undefined
  readonly createdDate: PlainDate | undefined
}

/** A dated row of the distributor's own history of one subscription: from `effective` on, this state held. */
export interface SubscriptionHistoryRow {
  readonly rowKey: string
  readonly effective: PlainDate
  /** The row's place in the distributor's own list, oldest first, where it gives one: tells two changes of one day apart. */
  readonly ordinal?: number
  readonly recordedAt: string
  readonly state: SubscriptionState
}

/** A subscription as one snapshot saw it, or saw that it was gone. */
export interface SubscriptionObservation {
  readonly snapshot: Snapshot
  readonly state: SubscriptionState | 'absent'
}
