import { formatDecimal, powerOfTen, roundDecimal, trimmed, type Decimal } from '../money/decimal.ts'
import { divideRounded } from '../money/rounding.ts'

/**
 * An amount or a quantity in units of 10^-18. Shares of a day are worked out in these, so that adding them up does not
 * depend on their order; what is booked is rounded once, and what that leaves over is measured, never assumed.
 */
export type Fine = bigint

const finePlaces = 18
const fineOne = powerOfTen(finePlaces)

export function fineOf(value: Decimal): Fine {
  return roundDecimal(value, finePlaces, 'half-even').units
}

export function decimalOfFine(value: Fine, places: number): Decimal {
  return roundDecimal({ units: value, scale: finePlaces }, places, 'half-even')
}

export function fineText(value: Fine, places: number): string {
  return formatDecimal(trimmed(decimalOfFine(value, places)))
}

export function timesFine(a: Fine, b: Fine): Fine {
  return divideRounded(a * b, fineOne, 'half-even')
}

/** `value` x `numerator` / `denominator`; the denominator must not be zero. */
export function shareOfFine(value: Fine, numerator: bigint, denominator: bigint): Fine {
  return divideRounded(value * numerator, denominator, 'half-even')
}

/** The quotient of two fine numbers, itself fine. */
export function ratioOfFine(a: Fine, b: Fine): Fine {
  return divideRounded(a * fineOne, b, 'half-even')
}

export function magnitudeOf(value: bigint): bigint {
  return value < 0n ? -value : value
}

export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

export function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

/** The one of smaller magnitude; the first where they are alike. */
export function nearerZero(a: bigint, b: bigint): bigint {
  return magnitudeOf(a) <= magnitudeOf(b) ? a : b
}
