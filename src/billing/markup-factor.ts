import type { Decimal } from '../money/decimal.ts'

/** 1.20 for a markup of 20 percent. */
export function markupFactor(markupPercent: Decimal): Decimal {
  const hundred = 10n ** BigInt(markupPercent.scale) * 100n
  return { units: hundred + markupPercent.units, scale: markupPercent.scale + 2 }
}
