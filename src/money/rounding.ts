/**
 * How a value that lies between two representable ones is rounded.
 * `half-up`: to the nearest, a half away from zero (the default; what invoices and QuickBooks do).
 * `half-even`: to the nearest, a half to the even neighbour. `down`: towards zero. `up`: away from zero.
 */
export type Rounding = 'half-up' | 'half-even' | 'down' | 'up'

export const roundings = ['half-up', 'half-even', 'down', 'up'] as const satisfies readonly Rounding[]

/**
 * The quotient of two integers, rounded to an integer.
 * @throws {RangeError} when the denominator is zero.
 */
export function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = numerator / denominator
  const remainder = numerator % denominator
  if (remainder === 0n) return quotient
  const awayFromZero = numerator < 0n === denominator < 0n ? 1n : -1n
  const comparedToHalf = magnitude(remainder) * 2n - magnitude(denominator)
  return roundsAway(rounding, comparedToHalf, quotient) ? quotient + awayFromZero : quotient
}

function roundsAway(rounding: Rounding, comparedToHalf: bigint, quotient: bigint): boolean {
  switch (rounding) {
    case 'half-up':
      return comparedToHalf >= 0n
    case 'half-even':
      return comparedToHalf > 0n || (comparedToHalf === 0n && quotient % 2n !== 0n)
    case 'down':
      return false
    case 'up':
      return true
  }
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}
