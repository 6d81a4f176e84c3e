import { powerOfTen, type Decimal } from '../money/decimal.ts'

/** 1.20 for a markup of 20 percent. */
export function markupFactor(markupPercent: Decimal): Decimal {
  const { units, scale } = markupPercent
  return { units: powerOfTen(scale + 2) + units, scale: scale + 2 }
}

/** 0.90 for 10 percent less. */
export function remainingFactor(percentOff: Decimal): Decimal {
  const { units, scale } = percentOff
  return { units: powerOfTen(scale + 2) - units, scale: scale + 2 }
}
