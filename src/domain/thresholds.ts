import type { Decimal } from '../money/decimal.ts'

/**
 * From where on something in a dry run is flagged. Amounts are in the client's currency. The house may state each, and a
 * client its own; none of them changes what is billed.
 */
export interface Thresholds {
  /** A quantity jump needs both: at least so many percent and at least so many units more or less. */
  readonly quantityJumpPercent: number
  readonly quantityJumpLeast: number
  /** A large change of an invoice's total against the last period needs both, percent and amount. */
  readonly totalChangePercent: number
  readonly totalChangeLeast: Decimal
  /** So many percent above the largest total of the last twelve months. */
  readonly aboveRangePercent: number
  /** Days ahead for which the end of a commitment or of a subscription is told. */
  readonly termEndDays: number
  /** Days ahead for which the end of a held price is told. */
  readonly holdEndDays: number
  /** A true-up of more than this is flagged. */
  readonly trueUpAbove: Decimal
  /** More lines than this for one subscription on one invoice block it. */
  readonly linesPerSubscription: number
}

export const defaultThresholds: Thresholds = {
  quantityJumpPercent: 50,
  quantityJumpLeast: 3,
  totalChangePercent: 25,
  totalChangeLeast: { units: 100n, scale: 0 },
  aboveRangePercent: 25,
  termEndDays: 30,
  holdEndDays: 30,
  trueUpAbove: { units: 100n, scale: 0 },
  linesPerSubscription: 40,
}
