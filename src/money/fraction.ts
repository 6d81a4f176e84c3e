import { powerOfTen, type Decimal } from './decimal.ts'
import { divideRounded, type Rounding } from './rounding.ts'

/** An exact ratio of two integers, such as 18 of 31 days. The denominator is above zero; it is not kept reduced. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

export const one: Fraction = { numerator: 1n, denominator: 1n }

/** @throws {RangeError} when the denominator is not above zero. */
export function fraction(numerator: number | bigint, denominator: number | bigint): Fraction {
  const exact = { numerator: BigInt(numerator), denominator: BigInt(denominator) }
  if (exact.denominator <= 0n) throw new RangeError('A fraction needs a denominator above zero.')
  return exact
}

export function fractionOfDecimal(value: Decimal): Fraction {
  return { numerator: value.units, denominator: powerOfTen(value.scale) }
}

export function addFractions(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator) {
    return { numerator: a.numerator + b.numerator, denominator: a.denominator }
  }
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  }
}

export function multiplyFractions(a: Fraction, b: Fraction): Fraction {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator }
}

export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The decimal with `scale` places that a fraction rounds to: the one place where exactness ends. */
export function roundFraction(value: Fraction, scale: number, rounding: Rounding): Decimal {
  return { units: divideRounded(value.numerator * powerOfTen(scale), value.denominator, rounding), scale }
}
