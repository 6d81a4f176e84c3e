import type { Decimal } from '../money/decimal.ts'

/** 1.20 for a markup of 20 percent. */
export function markupFactor(markupPercent: Decimal): Decimal {
  const hundred = hundredAt(markupPercent.scale)
  return { units: hundred + markupPercent.units, scale: markupPercent.scale + 2 }
}

/** 0.90 for 10 percent less. */
export function remainingFactor(percentOff: Decimal): Decimal {
  const hundred = hundredAt(percentOff.scale)
  return { units: hundred - percentOff.units, scale: percentOff.scale + 2 }
}

function hundredAt(scale: number): bigint {
  return 10n ** BigInt(scale) * 100n
}
