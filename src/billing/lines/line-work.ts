import type { BillingLine, ClientBillingConfig } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import type { Currency } from '../../money/currency.ts'
import type { Claim } from '../claims.ts'
import type { AppliedRate, MissingRate } from '../exchange/applied-rate.ts'
import type { MidTermChange, Portion, Refusal } from '../portions/portion.ts'
import type { PreviousBilling } from '../previous-billing.ts'
import type { ChargesOf } from '../quantity/billed-quantities.ts'
import type { LineRules } from '../rules.ts'
import type { RunContext } from '../run-context.ts'

/** What every kind of line is worked out against. */
export interface ClientScope {
  readonly run: RunContext
  readonly client: ClientBillingConfig
  readonly previous: PreviousBilling
  /** The distributor's charges for a subscription; left out: there are none. */
  readonly chargesOf?: ChargesOf
}

/** A charge that cannot be re-priced, and why. */
export interface RefusedCharge {
  readonly charge: Charge
  readonly reason: 'unknown-cost' | 'unknown-list-amount' | 'currency-mismatch' | MissingRate
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
  /** The line was to be folded into one decimal quantity, and no exact one is there: it has the usual shape. */
  readonly isUnfolded?: true
  readonly refusedCharges?: readonly RefusedCharge[]
  /** The rates at which charges of other currencies were converted. */
  readonly chargeRates?: readonly AppliedRate[]
  /** Credits of the distributor that the line's rule does not pass on. */
  readonly keptCharges?: readonly Charge[]
  /** The currency of an amount that the line itself states, where it is not the client's: nothing is billed then. */
  readonly statedIn?: Currency
}
