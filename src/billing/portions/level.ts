import type { Period } from '../../domain/period.ts'
import type { Decimal } from '../../money/decimal.ts'
import type { QuantityRuleName } from '../quantity/quantity-rule-name.ts'
import type { Holding } from '../holdings.ts'
import type { UnitPrice } from '../unit-price.ts'

/** So many units at one price on these days: of a subscription, or what a quantity rule adds to or takes off them. */
export interface Level {
  /** Whose price, cost and evidence stand behind it. */
  readonly holding: Holding
  readonly days: Period
  /** Never zero. Below zero where a rule takes units off, or the distributor credits some. */
  readonly quantity: Decimal
  readonly unitPrice: UnitPrice
  /** The rule that made it; undefined: the distributor supplies it. */
  readonly because: QuantityRuleName | undefined
}

/** Levels in the order of their days that do not overlap: how one quantity goes through a period. */
export type Course = readonly Level[]
