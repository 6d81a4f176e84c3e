import type { DecimalText } from './invoice.ts'
import type { Period } from './period.ts'
import type { PlainDate } from './plain-date.ts'

/**
 * What a person makes of a difference that a tie-out found. `accept`: it stands as it is. `carry`: it goes to a client's
 * next invoice as a true-up. `credit-client`: the client gets it back on the next invoice. `write-off`: our loss, for
 * good. `internal-use`: our own cost. `dispute`: the distributor is asked for a credit.
 */
export const decisionKinds = ['accept', 'carry', 'credit-client', 'write-off', 'internal-use', 'dispute'] as const

export type DecisionKind = (typeof decisionKinds)[number]

/** Decisions that put a line on a client's next invoice. */
export const carryingKinds: ReadonlySet<DecisionKind> = new Set(['carry', 'credit-client'])

/** A person's decision on one finding, good for exactly the amount that it was made on. */
export interface Decision {
  readonly findingKey: string
  /** First day of the month whose tie-out showed the difference. */
  readonly month: PlainDate
  readonly kind: DecisionKind
  /** The finding's cost when it was decided. */
  readonly cost: DecimalText
  readonly currency: string
}

/** An amount that a decision puts on one client's next invoice: billed once, on the first that can take it. */
export interface CarriedLine {
  /** Names it on the invoice, so that it is seen there and never billed again. */
  readonly carriedId: string
  readonly clientId: string
  readonly itemId: string
  readonly description: string
  /** The days that the difference is about; they lie before the billing period. */
  readonly servicePeriod: Period
  /** What the client pays; negative: gets back. Rounded to the currency. */
  readonly amount: DecimalText
  readonly currency: string
  /** What stands behind it at the distributor. */
  readonly cost: DecimalText
  readonly costCurrency: string
  /** First day of the first billing period that may take it. */
  readonly from: PlainDate
  /** Why, in the words of who decided. */
  readonly reason: string
  /** The posted invoice that it corrects; left out: it comes from a tie-out. */
  readonly corrects?: string | undefined
}
