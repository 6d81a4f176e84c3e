import { allocateUnits } from '../../money/allocate.ts'
import { fraction, type Fraction } from '../../money/fraction.ts'
import type { PartOfTerm } from '../portions/portion.ts'
import type { RoundedAmount } from './line-amount.ts'

/**
 * One part of an amount that is spread over a term: the whole is rounded once, and its cents are handed out by the
 * largest remainder, so that the parts add up to it exactly.
 */
export function partAmount(whole: RoundedAmount, { index, weights }: PartOfTerm): RoundedAmount {
  const { amount } = whole
  const units = allocateUnits(amount.units, weights.map(BigInt))[index]
  return units === undefined ? whole : { ...whole, whole: amount, amount: { units, scale: amount.scale } }
}

/** The share that a part is of its whole, before any cent is handed out. */
export function shareOfPart({ index, weights }: PartOfTerm): Fraction {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return fraction(weights[index] ?? 0, total)
}
