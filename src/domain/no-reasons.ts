import type { LineReasons } from './invoice.ts'

/** The reasons of a line of which only what it billed is known. */
export const noReasons: LineReasons = {
  quantityBasis: 'manual',
  quantityRule: 'line',
  slice: [],
  byBasis: [],
  price: undefined,
  steps: [],
  evidence: [],
}
