/** `blocking` stops that client's approval until the cause is mended; a `warning` wants a look; a `note` informs. */
export type Severity = 'blocking' | 'warning' | 'note'

/** Every kind of thing that a dry run flags. The catalogue in `src/billing/anomalies/` says what each means. */
export type AnomalyCode =
  | 'unmapped-client'
  | 'unmapped-product'
  | 'unknown-quantity'
  | 'negative-quantity'
  | 'unknown-cost'
  | 'unknown-billing-term'
  | 'sync-stale'
  | 'sync-incomplete'
  | 'period-not-over'
  | 'price-changed'
  | 'price-held-below-cost'
  | 'negative-margin'
  | 'quantity-jump'
  | 'subscription-on-two-lines'
  | 'subscription-on-no-line'
  | 'line-without-subscription'
  | 'currency-mismatch'
  | 'period-already-billed'
  | 'ledger-customer-missing'
  | 'ledger-item-missing'
  | 'uncertain-change-day'
  | 'negative-invoice'
  | 'ledger-cannot-hold'
  | 'charge-on-no-line'
  | 'charge-cost-unknown'
  | 'charge-billed-by-distributor'
  | 'charge-touches-balance'
  | 'proration-kept'
  | 'exchange-rate-missing'
  | 'exchange-rate-old'
  | 'tax-code-missing'
  | 'tax-charged-twice'
  | 'tax-not-charged'
  | 'status-unusual'
  | 'trial-not-billed'
  | 'mid-term-change'
  | 'quantity-not-folded'
  | 'no-evidence-for-period'
  | 'true-up-above-threshold'
  | 'true-up-held'
  | 'true-up-ignored'
  | 'true-up-not-checked'
  | 'term-ends-soon'
  | 'price-changed-at-renewal'
  | 'term-rolled-over'
  | 'trial-ended'
  | 'quantity-below-commitment'
  | 'held-price-ends-soon'
  | 'total-changed'
  | 'total-above-range'
  | 'zero-invoice'
  | 'usual-line-missing'
  | 'duplicate-charge'
  | 'too-many-lines'
  | 'uncertain-change-over-boundary'
  | 'client-not-worked'

/** What a dry run flags for the operator. */
export interface Anomaly {
  readonly code: AnomalyCode
  readonly severity: Severity
  /** The client it is about; undefined: it is about the whole run. */
  readonly clientId: string | undefined
  /** The thing itself: a line, a subscription, a product, a connection. */
  readonly subject: {
    readonly kind: 'client' | 'line' | 'subscription' | 'product' | 'company' | 'connection' | 'charge'
    readonly id: string
  }
  /** One sentence with the numbers in it. */
  readonly message: string
  /** What to do about it. */
  readonly nextStep: string
  /** The money at stake per month as a decimal string with its currency, for sorting; undefined where unknown. */
  readonly atStake:
    | {
        readonly amount: string
        readonly currency: string
        /** True for what comes once, as a charge or a correction does, below zero where it is a credit; else: a month. */
        readonly isOnce?: true
      }
    | undefined
  readonly evidence: readonly string[]
}
