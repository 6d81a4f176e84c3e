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
