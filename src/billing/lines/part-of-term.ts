import { allocateUnits } from '../../money/allocate.ts'
import { fraction, type Fraction } from '../../money/fraction.ts'
import type { PartOfTerm } from '../portions/portion.ts'
import type { RoundedAmount } from './line-amount.ts'

/**
 * Parts of an amount that is spread over a term: the whole is rounded once, and its cents are handed out by the
 * largest remainder, so that the parts add up to it exactly.
 */
export function partAmount(whole: RoundedAmount, { first, last, weights }: PartOfTerm): RoundedAmount {
  const { amount } = whole
  const parts = allocateUnits(amount.units, weights.map(BigInt)).slice(first, last + 1)
  const units = parts.reduce((sum, part) => sum + part, 0n)
  return { ...whole, whole: amount, amount: { units, scale: amount.scale } }
}

/** The share that the parts are of their whole, before any cent is handed out. */
export function shareOfPart({ first, last, weights }: PartOfTerm): Fraction {
  const sum = (some: readonly number[]): number => some.reduce((total, weight) => total + weight, 0)
  return fraction(sum(weights.slice(first, last + 1)), sum(weights))
}
