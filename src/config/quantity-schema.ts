import { z } from 'zod'
import {
  changeDays,
  dayCounts,
  decreaseRules,
  lineShapes,
  nettings,
  roundingPlaces,
  servicePeriodKinds,
  termBillings,
  textNames,
  timings,
  zeroLineRules,
} from '../domain/quantity-rules.ts'
import { flag, notNegative, positive } from './config-scalars.ts'
import { priceSchema } from './price-schema.ts'
import { isTemplateProblem, parseTextTemplate } from './text-template.ts'

const fivePlaces = (text: string): boolean => (text.split('.')[1] ?? '').length <= 5
const tooFine = 'must not have more than 5 decimal places'

const quantity = notNegative.refine(fivePlaces, tooFine)

function oneOf<const T extends readonly [string, ...string[]]>(values: T): z.ZodEnum<{ [K in T[number]]: K }> {
  return z.enum(values, `must be one of ${values.join(', ')}`)
}

const textTemplate = z
  .string()
  .min(1, 'must not be empty')
  .max(1000)
  .superRefine((text, context) => {
    const parsed = parseTextTemplate(text, textNames)
    if (isTemplateProblem(parsed)) context.addIssue({ code: 'custom', message: parsed.problem })
  })

/** What decides about quantities, days and the shape of lines; each may be stated at the house, an item, a client or a line. */
export const quantityRules = {
  includedQuantity: quantity.describe('Units of each period that cost nothing extra.').optional(),
  overagePrice: priceSchema.describe('The price of the units above the included ones.').optional(),
  minimumQuantity: quantity.describe('Billed at least, where anything is held.').optional(),
  maximumQuantity: quantity.describe('Billed at most.').optional(),
  quantityStep: positive
    .refine(fivePlaces, tooFine)
    .describe('The billed quantity is rounded up to a multiple of it.')
    .optional(),
  committedFloor: flag.describe('Never bill less than what the running commitment is for.').optional(),
  dayCount: oneOf(dayCounts).describe('How days become a share of a period.').optional(),
  changeDay: oneOf(changeDays).describe('Whose the day of a change is.').optional(),
  servicePeriods: oneOf(servicePeriodKinds)
    .describe('Monthly subscriptions by calendar months, or by months from their own day on.')
    .optional(),
  shape: oneOf(lineShapes).describe('How a period in which something changes stands on the invoice.').optional(),
  text: textTemplate.describe('A template for the text of invoice lines, with names in braces.').optional(),
  roundingPlace: oneOf(roundingPlaces)
    .describe('Where a line is rounded: its amount, or the unit price for its days first.')
    .optional(),
  netting: oneOf(nettings)
    .describe('Whether what several subscriptions put on one line is rounded as one sum or each by itself.')
    .optional(),
  decreases: oneOf(decreaseRules).describe('What a leaver brings.').optional(),
  timing: oneOf(timings).describe('A month on its own invoice, or on that of the month after it.').optional(),
  terms: oneOf(termBillings).describe('Terms of a year or more at once, or in months that add up to them.').optional(),
  zeroLines: oneOf(zeroLineRules).describe('Whether a line that comes to nothing is on the invoice.').optional(),
}

export type QuantityRulesText = {
  readonly [K in keyof typeof quantityRules]?: z.output<(typeof quantityRules)[K]> | undefined
}

export const quantityRuleKeys = Object.keys(quantityRules)
