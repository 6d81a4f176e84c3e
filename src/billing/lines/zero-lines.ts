import type { Period } from '../../domain/period.ts'
import { zero } from '../../money/decimal.ts'
import type { Holding } from '../holdings.ts'
import type { PriceHolding } from '../portions/portion.ts'
import type { QuantitySettings } from '../quantity/quantity-settings.ts'
import type { PortionGroup } from './group-portions.ts'

/**
 * True for a line that comes to exactly nothing, no units or a price of zero, and that is not to be shown. What only
 * rounds to nothing is no zero line: it was worked out, and is shown.
 */
export function isZeroLine(
  { exact }: Pick<PortionGroup, 'exact'>,
  { zeroLines }: Pick<QuantitySettings, 'zeroLines'>,
): boolean {
  return zeroLines === 'hide' && exact.numerator === 0n
}

/** The line of a client that holds none, where such a line is kept: no units at the price that one would have. */
export function emptyLine(
  holdings: readonly Holding[],
  about: {
    readonly settings: Pick<QuantitySettings, 'zeroLines'>
    readonly priceOf: PriceHolding
    readonly period: Period
  },
): PortionGroup[] {
  const last = holdings.at(-1)
  if (about.settings.zeroLines === 'hide' || last === undefined) return []
  if (last.quantity === 'unknown' || last.quantity.units !== 0n) return []
  const unitPrice = about.priceOf(last)
  if ('refused' in unitPrice) return []
  const nothing = { exact: { numerator: 0n, denominator: 1n }, amount: zero, unit: undefined, parts: undefined }
  const group = { servicePeriod: about.period, proration: undefined, quantity: zero, portions: [], settled: [] }
  return [{ ...group, ...nothing, unitPrice }]
}
