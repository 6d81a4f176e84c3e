/**
 * The generator's own exact arithmetic: whole cents, and fractions of them only as numerator and denominator. It
 * shares nothing with the program's money, so that one mistake cannot hide in both.
 */

/** Numerator by denominator to the nearest integer, a half away from zero. @throws {RangeError} beyond exact integers. */
export function divideHalfUp(numerator: number, denominator: number): number {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator * 2) || denominator <= 0) {
    throw new RangeError(`The simulated MSP divides exact integers only, not ${numerator} by ${denominator}.`)
  }
  const magnitude = Math.abs(numerator)
  const remainder = magnitude % denominator
  const quotient = (magnitude - remainder) / denominator
  const rounded = remainder * 2 >= denominator ? quotient + 1 : quotient
  return numerator < 0 && rounded !== 0 ? -rounded : rounded
}

/** An integer of smallest units as decimal text: `decimalText(1040, 2)` is `10.40`. */
export function decimalText(units: number, decimals: number): string {
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0')
  const sign = units < 0 ? '-' : ''
  if (decimals === 0) return `${sign}${digits}`
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

export function centsText(cents: number): string {
  const known = centTexts.get(cents)
  if (known !== undefined) return known
  const text = decimalText(cents, 2)
  if (centTexts.size < 100_000) centTexts.set(cents, text)
  return text
}

/** A price list has few different amounts, and they are written a great many times. */
const centTexts = new Map<number, string>()
