import type { Decimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'
import type { PlainDate } from './plain-date.ts'

/**
 * How a unit price is found. `sync`, `markup-amount`, `margin` and `list-less` follow the source; `hold` stays at a stated
 * unit price, for ever or until a day (the first not held); `tiers` are unit prices by how many units are billed.
 */
export type PricePolicy =
  | { readonly policy: 'sync'; readonly from: 'cost'; readonly markupPercent: Decimal }
  | { readonly policy: 'sync'; readonly from: 'list' }
  /** Cost plus so much a unit. */
  | { readonly policy: 'markup-amount'; readonly amount: Money }
  /** Cost divided by (1 - percent / 100), so that this percent of the price is ours. Below 100. */
  | { readonly policy: 'margin'; readonly percent: Decimal }
  /** List price times (1 - percent / 100). */
  | { readonly policy: 'list-less'; readonly percent: Decimal }
  | { readonly policy: 'hold'; readonly unitPrice: Money; readonly until: PlainDate | undefined }
  | TierPolicy

/**
 * `volume`: the tier that the whole quantity falls in prices every unit. `graduated`: each tier prices the units that
 * fall in it.
 */
export interface TierPolicy {
  readonly policy: 'tiers'
  readonly mode: TierMode
  /** Ascending; only the last has no upper bound. */
  readonly steps: readonly PriceTier[]
}

export type TierMode = 'volume' | 'graduated'

export const tierModes = ['volume', 'graduated'] as const satisfies readonly TierMode[]

export interface PriceTier {
  /** The last unit that it prices, inside; undefined: all further ones. */
  readonly upTo: Decimal | undefined
  readonly unitPrice: Money
}

/** Taken off what a line would bill: percents off the unit price, one after the other, then amounts off the line. */
export type Discount = { readonly percent: Decimal } | { readonly amount: Money }

/**
 * When a changed cost or list price takes effect in what is billed. `at-once`: on the day of the change. `next-period`:
 * from the next billing period on. `next-term`: from the next term of the commitment on. Or so many days after it.
 */
export type PriceFollow = 'at-once' | 'next-period' | 'next-term' | { readonly noticeDays: number }
