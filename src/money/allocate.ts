import type { Currency } from './currency.ts'
import { minorUnitsOf } from './currency.ts'
import { powerOfTen } from './decimal.ts'
import type { Money } from './money.ts'

/**
 * Splits an amount by integer weights into parts that add up to it exactly (the largest-remainder method: each part
 * gets its share rounded down, and the units left over go one each to the largest remainders, the first on a tie).
 * Parts are whole minor units of the currency, unless the amount itself is finer.
 * @throws {RangeError} when there are no weights, one is negative, or all are zero.
 */
export function allocate<C extends Currency>(amount: Money<C>, weights: readonly bigint[]): Money<C>[] {
  const scale = Math.max(amount.scale, minorUnitsOf(amount.currency))
  const units = amount.units * powerOfTen(scale - amount.scale)
  return allocateUnits(units, weights).map((share) => ({ units: share, scale, currency: amount.currency }))
}

/**
 * As {@link allocate}, for a number of units that cannot be split further.
 * @throws {RangeError} when there are no weights, one is negative, or all are zero.
 */
export function allocateUnits(units: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  if (total <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError('An amount is split by weights that are zero or more, at least one of them above zero.')
  }
  const sign = units < 0n ? -1n : 1n
  const whole = units * sign
  const shares = weights.map((weight) => (whole * weight) / total)
  for (const index of largestRemainders(whole, weights, total, shares)) shares[index] = (shares[index] ?? 0n) + 1n
  return shares.map((share) => share * sign)
}

function largestRemainders(
  whole: bigint,
  weights: readonly bigint[],
  total: bigint,
  shares: readonly bigint[],
): number[] {
  const leftOver = whole - shares.reduce((sum, share) => sum + share, 0n)
  const remainders = weights.map((weight, index) => ({ index, remainder: (whole * weight) % total }))
  remainders.sort((a, b) => (a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : a.index - b.index))
  return remainders.slice(0, Number(leftOver)).map(({ index }) => index)
}
