import { z } from 'zod'
import { taxPlaces } from '../domain/tax-rule.ts'
import { date, flag, notNegative } from './config-scalars.ts'

const taxCode = z.strictObject({
  code: z.string().min(1, 'must not be empty').max(30).describe('What the tax is called.'),
  percent: notNegative.describe('Of the amount: 20 makes 20.00 of 100.00.'),
  from: date.describe('First day of this percentage; left out: it always was.').optional(),
  until: date.describe('First day on which it no longer holds; left out: open.').optional(),
  inclusive: flag.describe('The amounts have this tax in them.').default(false),
  compound: flag.describe('It is charged on the amount and the taxes before it.').default(false),
})

/** Who works out the tax; may be stated at the house, an item, a client or a line. */
export const taxSchema = z
  .union([
    z
      .enum(['ledger', 'none'], 'must be ledger, none or { codes: [...] }')
      .describe('`ledger`: the ledger computes it. `none`: no tax is charged.'),
    z
      .strictObject({
        codes: z.array(taxCode).min(1, 'must have at least one code').describe('All that apply, in order.'),
        per: z
          .enum(taxPlaces, `must be one of ${taxPlaces.join(', ')}`)
          .describe('Where tax is rounded: on each line, or on the sum of the lines of the same codes.')
          .default('line'),
      })
      .describe('We work it out; where the ledger computes tax itself, our figure is an estimate.'),
  ])
  .describe('Who works out the tax of taxable lines.')

export type TaxText = z.output<typeof taxSchema>
