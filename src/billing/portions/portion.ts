import type { Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { Decimal } from '../../money/decimal.ts'
import type { Holding } from '../holdings.ts'
import type { QuantityRuleName } from '../quantity/quantity-rule-name.ts'
import type { PriceRefusal, UnitPrice } from '../unit-price.ts'

/** A part of an invoice line that comes from one subscription: so many units at one price for one service period. */
export interface Portion {
  /** Whose product, cost and evidence stand behind it. */
  readonly holding: Holding
  /** Held at the start of its service period, or a change dated on that start. */
  readonly kind: 'held' | 'change'
  readonly servicePeriod: Period
  /** The service period's days, of those that the unit price is for; undefined: all of them. */
  readonly proration: { readonly days: number; readonly of: number } | undefined
  /** Negative where seats left. Never zero. */
  readonly quantity: Decimal
  readonly unitPrice: UnitPrice
  /** The quantity rule that made it: then it costs us nothing and covers nothing. Undefined: the distributor supplies it. */
  readonly because?: QuantityRuleName | undefined
  /** Set where the amount is a part of another one: the portion is then billed as this part of it. */
  readonly part?: PartOfTerm | undefined
}

/** Some of the parts that a term's amount is spread over; all of them together are exactly the whole. */
export interface PartOfTerm {
  /** The days that the whole amount is for. */
  readonly term: Period
  /** The first and the last of the parts, counted from 0. */
  readonly first: number
  readonly last: number
  /** By what the amount is split, in order. */
  readonly weights: readonly number[]
}

/** Why a holding cannot be billed. */
export type Refusal =
  | { readonly holding: Holding; readonly reason: PriceRefusal }
  | {
      readonly holding: Holding
      readonly reason: {
        readonly refused:
          | 'unknown-quantity'
          | 'negative-quantity'
          | 'no-evidence-for-period'
          | 'unknown-billing-term'
          | 'unknown-term-start'
      }
    }

/** A change that the basis does not bill before the next term: it is named, so that nobody is surprised. */
export interface MidTermChange {
  readonly holding: Holding
  readonly day: PlainDate
  readonly change: Decimal
  readonly nextTerm: PlainDate
}

export interface Portions {
  readonly portions: readonly Portion[]
  readonly refusals: readonly Refusal[]
  readonly midTermChanges: readonly MidTermChange[]
}

/** A holding with its price on its first day; its price does not change within its days. */
export interface PricedHolding {
  readonly holding: Holding
  readonly unitPrice: UnitPrice
  readonly quantity: Decimal
}

export type PriceHolding = (holding: Holding) => UnitPrice | PriceRefusal

/** Why a holding's quantity cannot be billed; undefined: it can. */
export function refusedQuantity(holding: Holding): Refusal | undefined {
  const { quantity, evidenced } = holding
  if (!evidenced) return { holding, reason: { refused: 'no-evidence-for-period' } }
  if (quantity === 'unknown') return { holding, reason: { refused: 'unknown-quantity' } }
  return quantity.units < 0n ? { holding, reason: { refused: 'negative-quantity' } } : undefined
}

/** The holding with its price and quantity, or why it cannot have them. Zero units bill nothing: `undefined`. */
export function priceHolding(holding: Holding, priceOf: PriceHolding): PricedHolding | Refusal | undefined {
  const { quantity } = holding
  const refusal = refusedQuantity(holding)
  if (refusal !== undefined || quantity === 'unknown') return refusal
  if (quantity.units === 0n) return undefined
  const unitPrice = priceOf(holding)
  return 'refused' in unitPrice ? { holding, reason: unitPrice } : { holding, quantity, unitPrice }
}
