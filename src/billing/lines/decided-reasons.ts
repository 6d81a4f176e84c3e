import type { LineReasons } from '../../domain/invoice.ts'

/** Why an amount that a person decided on is what it is: no rule of the config made it. */
export function decidedReasons(step: {
  /** What it comes from, in words. */
  readonly working: string
  readonly result: string
  readonly source: string
}): LineReasons {
  return {
    quantityBasis: 'manual',
    quantityRule: 'model',
    slice: [],
    byBasis: [],
    price: undefined,
    steps: [{ what: 'amount', ...step, rounding: undefined }],
    evidence: [],
  }
}
