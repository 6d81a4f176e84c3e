import { divideRounded, type Rounding } from './rounding.ts'

/** An exact decimal number: `units` divided by ten to the power `scale`. `scale` is 0 or more. */
export interface Decimal {
  readonly units: bigint
  readonly scale: number
}

/** More digits or places than this are refused: no price has them, and a hostile text could. */
const mostDigits = 40
const decimalPattern = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/

export const zero: Decimal = { units: 0n, scale: 0 }

/**
 * Reads plain decimal text such as `25.19` or `-3`, and the exponents that JSON writers may use (`1e-7`).
 * @throws {RangeError} when the text is no decimal number or longer than 40 digits.
 */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text)
  if (parsed === undefined) throw new RangeError(`"${text.slice(0, 60)}" is not a decimal number.`)
  return parsed
}

/** As {@link decimal}, but `undefined` for a text that is no decimal number. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = decimalPattern.exec(text)
  if (match === null) return undefined
  const whole = match[2] ?? ''
  const places = match[3] ?? ''
  const exponent = Number(match[4] ?? '0')
  const digits = BigInt(whole + places)
  const scale = places.length - exponent
  if (whole.length + places.length + Math.abs(exponent) > mostDigits) return undefined
  const signed = match[1] === '-' ? -digits : digits
  return scale >= 0 ? { units: signed, scale } : { units: signed * powerOfTen(-scale), scale: 0 }
}

export function decimalOfInteger(value: number | bigint): Decimal {
  return { units: BigInt(value), scale: 0 }
}

/** Plain digits, never an exponent; keeps trailing zeros, so `12.50` stays `12.50`. */
export function formatDecimal(value: Decimal): string {
  if (value.scale === 0) return value.units.toString()
  const negative = value.units < 0n
  const digits = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, '0')
  const point = digits.length - value.scale
  return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** The same number with the fewest decimal places that hold it. */
export function trimmed(value: Decimal): Decimal {
  let { units, scale } = value
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n
    scale -= 1
  }
  return { units, scale }
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return { units: a.units + b.units, scale: a.scale }
  const scale = Math.max(a.scale, b.scale)
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale }
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, negateDecimal(b))
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale }
}

export function negateDecimal(value: Decimal): Decimal {
  return { units: -value.units, scale: value.scale }
}

export function absoluteDecimal(value: Decimal): Decimal {
  return value.units < 0n ? negateDecimal(value) : value
}

/** Below zero when `a` is the smaller, zero when they are the same number, above zero when `a` is the larger. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale)
  const difference = unitsAt(a, scale) - unitsAt(b, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function equalDecimals(a: Decimal, b: Decimal): boolean {
  return compareDecimals(a, b) === 0
}

export function sumDecimals(values: readonly Decimal[]): Decimal {
  return values.reduce(addDecimals, zero)
}

/** The number with exactly `scale` decimal places, rounded where places are lost. */
export function roundDecimal(value: Decimal, scale: number, rounding: Rounding): Decimal {
  if (value.scale <= scale) return { units: unitsAt(value, scale), scale }
  return { units: divideRounded(value.units, powerOfTen(value.scale - scale), rounding), scale }
}

/** True when the number needs no more than `places` decimal places. */
export function fitsPlaces(value: Decimal, places: number): boolean {
  return value.scale <= places || value.units % powerOfTen(value.scale - places) === 0n
}

/** The units of a number at a scale that is at least its own. */
function unitsAt(value: Decimal, scale: number): bigint {
  return scale === value.scale ? value.units : value.units * powerOfTen(scale - value.scale)
}

const powers: bigint[] = Array.from({ length: 64 }, (_, exponent) => 10n ** BigInt(exponent))

export function powerOfTen(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent)
}
