/**
 * The rules that change a quantity after the basis has found it, in the order in which they are applied.
 * `committed`: up to what the running commitment is for. `at-term-end`: up to what it was for, though units have left.
 * `no-credit`: units that left stay billed to the period's end. `minimum`, `step`, `maximum`: as they say. `included`:
 * units that cost nothing extra.
 */
export type QuantityRuleName = 'committed' | 'at-term-end' | 'no-credit' | 'minimum' | 'step' | 'maximum' | 'included'

export const quantityRuleNames = [
  'committed',
  'at-term-end',
  'no-credit',
  'minimum',
  'step',
  'maximum',
  'included',
] as const satisfies readonly QuantityRuleName[]

/** Units that the client committed to and no longer uses have a line of their own, so that they are seen. */
export function hasOwnLine(because: QuantityRuleName | undefined): boolean {
  return because === 'committed' || because === 'at-term-end'
}
