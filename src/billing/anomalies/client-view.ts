import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import type { Anomaly } from '../../domain/anomaly.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type { Decimal } from '../../money/decimal.ts'
import type { Claims } from '../claims.ts'
import type { Holding } from '../holdings.ts'
import type { SortedCharges } from '../lines/charge-sorting.ts'
import type { LineWork, RefusedCharge } from '../lines/line-work.ts'
import type { PreviousBilling } from '../previous-billing.ts'
import type { RunContext } from '../run-context.ts'

/** One client's month as it was worked out: what the checks look at. No check changes anything in it. */
export interface ClientView {
  readonly run: RunContext
  readonly client: ClientBillingConfig
  readonly timelines: readonly SubscriptionTimeline[]
  readonly holdings: readonly Holding[]
  readonly claims: Claims
  readonly works: readonly LineWork[]
  readonly charges: SortedCharges
  readonly refusedCharges: readonly RefusedCharge[]
  readonly previous: PreviousBilling
  readonly invoiceLines: readonly InvoiceLine[]
  readonly total: Decimal
}

/** One kind of thing to look for. */
export type ClientCheck = (view: ClientView) => readonly Anomaly[]
