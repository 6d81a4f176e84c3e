import { divideHalfUp } from '../cents.ts'

/** Quantity times unit amount, for some days of a month, in cents. */
export function proratedCents(quantity: number, unitCents: number, days: number, ofDays: number): number {
  return divideHalfUp(quantity * unitCents * days, ofDays)
}

export function taxCents(costCents: number, permille: number): number {
  return permille === 0 ? 0 : divideHalfUp(costCents * permille, 1000)
}
