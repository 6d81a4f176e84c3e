import { z } from 'zod'
import type { Thresholds } from '../domain/thresholds.ts'
import { decimal } from '../money/decimal.ts'
import { notNegative, wholeNumber } from './config-scalars.ts'

/** From where on something is flagged. None of it changes what is billed. */
export const thresholdsSchema = z
  .strictObject({
    quantityJumpPercent: wholeNumber.describe('Percent by which a quantity jumps; both it and Least count.').optional(),
    quantityJumpLeast: wholeNumber.describe('Units by which a quantity jumps at least.').optional(),
    totalChangePercent: wholeNumber.describe('Percent by which a total differs from the last period.').optional(),
    totalChangeLeast: notNegative.describe('Amount by which a total differs at least.').optional(),
    aboveRangePercent: wholeNumber.describe('Percent above the largest total of the last twelve months.').optional(),
    termEndDays: wholeNumber.describe('Days ahead for which the end of a term is told.').optional(),
    holdEndDays: wholeNumber.describe('Days ahead for which the end of a held price is told.').optional(),
    trueUpAbove: notNegative.describe('Amount above which a true-up is flagged.').optional(),
    linesPerSubscription: wholeNumber
      .describe('More lines than this for one subscription block the invoice.')
      .optional(),
  })
  .describe('From where on something in a dry run is flagged; what a client states goes before what the house does.')

export type ThresholdsText = z.output<typeof thresholdsSchema>

const amounts = ['totalChangeLeast', 'trueUpAbove'] as const
const numbers = [
  'quantityJumpPercent',
  'quantityJumpLeast',
  'totalChangePercent',
  'aboveRangePercent',
  'termEndDays',
  'holdEndDays',
  'linesPerSubscription',
] as const

export const thresholdKeys: readonly (keyof Thresholds)[] = [...numbers, ...amounts]

export function toThresholds(text: ThresholdsText | undefined): { readonly thresholds?: Partial<Thresholds> } {
  if (text === undefined) return {}
  const thresholds: { -readonly [K in keyof Thresholds]?: Thresholds[K] } = {}
  for (const key of numbers) {
    const value = text[key]
    if (value !== undefined) thresholds[key] = Number(value)
  }
  for (const key of amounts) {
    const value = text[key]
    if (value !== undefined) thresholds[key] = decimal(value)
  }
  return { thresholds }
}
