import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import type { Anomaly } from '../../domain/anomaly.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import type { Thresholds } from '../../domain/thresholds.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type { Decimal } from '../../money/decimal.ts'
import type { BilledTotal } from '../dry-run-input.ts'
import type { PreviousBilling } from '../previous-billing.ts'
import type { RunContext } from '../run-context.ts'
import type { TrueUps } from '../true-ups/find-true-ups.ts'
import type { MonthWork } from '../work-month.ts'

/** One client's month as it was worked out: what the checks look at. No check changes anything in it. */
export interface ClientView extends MonthWork {
  readonly run: RunContext
  readonly client: ClientBillingConfig
  readonly timelines: readonly SubscriptionTimeline[]
  readonly previous: PreviousBilling
  readonly trueUps: TrueUps
  /** What the client was billed in each of the twelve months before, where it was billed. */
  readonly earlierTotals: readonly BilledTotal[]
  /** The month's own lines, and the true-ups that are billed with them. */
  readonly invoiceLines: readonly InvoiceLine[]
  readonly total: Decimal
}

/** From where on something is flagged for the client: what it states itself, then the house, then the defaults. */
export function thresholdsFor({ run, client }: Pick<ClientView, 'run' | 'client'>): Thresholds {
  return client.thresholds === undefined ? run.thresholds : { ...run.thresholds, ...client.thresholds }
}

/** One kind of thing to look for. */
export type ClientCheck = (view: ClientView) => readonly Anomaly[]
