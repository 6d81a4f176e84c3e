import type { BillingLine, ClientBillingConfig } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import type { Currency } from '../../money/currency.ts'
import type { Claim } from '../claims.ts'
import type { MidTermChange, Portion, Refusal } from '../portions/portion.ts'
import type { PreviousBilling } from '../previous-billing.ts'
import type { LineRules } from '../rules.ts'
import type { RunContext } from '../run-context.ts'

/** What every kind of line is worked out against. */
export interface ClientScope {
  readonly run: RunContext
  readonly client: ClientBillingConfig
  readonly previous: PreviousBilling
}

/** A charge that cannot be re-priced, and why. */
export interface RefusedCharge {
  readonly charge: Charge
  readonly reason: 'unknown-cost' | 'unknown-list-amount' | 'currency-mismatch'
}

/** One billing line, worked out: what it bills, and what it could not bill and why. */
export interface LineWork {
  readonly line: BillingLine
  readonly rules: LineRules
  readonly invoiceLines: readonly InvoiceLine[]
  /** What stands behind the invoice lines, before summing; empty for lines that follow no subscription. */
  readonly portions: readonly Portion[]
  readonly refusals: readonly Refusal[]
  readonly midTermChanges: readonly MidTermChange[]
  readonly claim: Claim | undefined
  readonly refusedCharges?: readonly RefusedCharge[]
  /** The currency of an amount that the line itself states, where it is not the client's: nothing is billed then. */
  readonly statedIn?: Currency
}
