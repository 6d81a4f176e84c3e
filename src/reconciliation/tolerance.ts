import type { Charge } from '../domain/distributor-invoice.ts'
import { absoluteDecimal, addDecimals, compareDecimals, decimalOfInteger, multiplyDecimals } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import type { SourceRounding } from './input.ts'

/** The most that the source's own rounding of these charges can leave over. */
export function toleranceFor(charges: readonly Charge[], rounding: SourceRounding): Decimal {
  const step = largestLoss(rounding)
  if (rounding.per === 'line') return multiplyDecimals(step, decimalOfInteger(charges.length))
  const units = charges.reduce<Decimal>((sum, { quantity }) => {
    return addDecimals(sum, quantity === 'unknown' ? decimalOfInteger(1) : absoluteDecimal(quantity))
  }, decimalOfInteger(0))
  return multiplyDecimals(step, units)
}

export function isWithin(value: Decimal, tolerance: Decimal): boolean {
  return compareDecimals(absoluteDecimal(value), tolerance) <= 0
}

/** The rule in words, for the result: a tolerance that is not stated is a hiding place. */
export function toleranceWords(rounding: SourceRounding): string {
  const places = `${String(rounding.places)} decimal place${rounding.places === 1 ? '' : 's'}`
  const loss = isNearest(rounding) ? 'half a step' : 'one step'
  const per = rounding.per === 'line' ? 'charge' : 'unit of quantity'
  return `A difference is called rounding up to ${loss} of ${places} for each ${per} compared (${rounding.basis}).`
}

function largestLoss(rounding: SourceRounding): Decimal {
  const places = Math.max(0, rounding.places)
  return isNearest(rounding) ? { units: 5n, scale: places + 1 } : { units: 1n, scale: places }
}

function isNearest({ rounding }: SourceRounding): boolean {
  return rounding === 'half-up' || rounding === 'half-even'
}
