import { z } from 'zod'
import {
  negativeProrationRules,
  usageDisplays,
  type NegativeProrations,
  type UsageDisplay,
} from '../domain/charge-rules.ts'
import { tierModes } from '../domain/price-policy.ts'
import {
  date,
  notNegative,
  percentBelowHundred,
  percentOff,
  positive,
  unitPrice,
  wholeNumber,
} from './config-scalars.ts'
import { exchangeSchema, type ExchangeText } from './rates-schema.ts'
import { taxSchema, type TaxText } from './tax-schema.ts'

const tierStep = z.strictObject({
  upTo: positive.describe('The last unit of this tier; the last tier has none.').optional(),
  unitPrice: unitPrice.describe('What a unit of this tier costs the client.'),
})

const priceForms =
  'must be cost, list, { markupPercent: 20 }, { markupAmount: 4.00 }, { marginPercent: 20 }, { listLessPercent: 10 }, ' +
  '{ hold: 22.10 } or { tiers: volume, steps: [{ upTo: 10, unitPrice: 20 }, { unitPrice: 15 }] }'

/** How a unit price is found, as the config writes it. */
export const priceSchema = z
  .union(
    [
      z.enum(['cost', 'list']).describe('`cost`: what the distributor charges us. `list`: its list price.'),
      z
        .strictObject({
          markupPercent: notNegative.describe('Percent on top of our cost: 20 makes 12.00 of 10.00.'),
        })
        .describe('Our cost plus a percentage; follows the distributor.'),
      z
        .strictObject({ markupAmount: unitPrice.describe('Amount on top of the cost of each unit.') })
        .describe('Our cost plus a fixed amount a unit; follows the distributor.'),
      z
        .strictObject({
          marginPercent: percentBelowHundred.describe('Percent of the price that is ours: 20 makes 12.50 of 10.00.'),
        })
        .describe('Our cost at a target margin; follows the distributor.'),
      z
        .strictObject({ listLessPercent: percentOff.describe('Percent off the list price: 10 makes 9.00 of 10.00.') })
        .describe("The distributor's list price less a percentage; follows the distributor."),
      z
        .strictObject({
          hold: unitPrice.describe('Unit price that stays, whatever the distributor does.'),
          until: date.describe('First day on which it no longer holds; the next rule applies from then on.').optional(),
        })
        .describe('A held unit price.'),
      z
        .strictObject({
          tiers: z
            .enum(tierModes, `must be one of ${tierModes.join(', ')}`)
            .describe(
              '`volume`: the whole quantity at the price of its tier. `graduated`: each tier for its own units.',
            ),
          steps: z
            .array(tierStep)
            .min(1, 'must have at least one tier')
            .describe('Ascending; the last without `upTo`.'),
        })
        .describe('Unit prices by the number of units.'),
    ],
    priceForms,
  )
  .describe('How the unit price is found. The nearest rule wins: line, then client, then catalog item, then house.')

const discountSchema = z.union(
  [
    z.strictObject({ percent: percentOff.describe('Percent off the unit price.') }),
    z.strictObject({ amount: notNegative.describe('Amount off what the line bills for a period, at most all of it.') }),
  ],
  'must be { percent: 10 } or { amount: 5.00 }',
)

const followSchema = z.union([
  z
    .enum(['at-once', 'next-period', 'next-term'], 'must be at-once, next-period, next-term or { noticeDays: 30 }')
    .describe('From the day of the change; from the next month; from the next term of the commitment.'),
  z.strictObject({ noticeDays: wholeNumber.describe('So many days after the change.') }),
])

/** The price and what stands beside it; each may be stated at the house, an item, a client or a line. */
export const priceRules = {
  price: priceSchema.optional(),
  follow: followSchema.describe('When a changed cost or list price takes effect.').optional(),
  discounts: z.array(discountSchema).describe('Percents first, then amounts.').optional(),
  minimumCharge: notNegative.describe('What a line bills at least for a period in which it bills units.').optional(),
  exchange: exchangeSchema.optional(),
  tax: taxSchema.optional(),
  usage: z
    .enum(usageDisplays, `must be one of ${usageDisplays.join(', ')}`)
    .describe('Metered usage that is passed through: a line for each charge, or one for all usage of a product.')
    .optional(),
  negativeProrations: z
    .enum(negativeProrationRules, `must be one of ${negativeProrationRules.join(', ')}`)
    .describe('Prorations below zero that are passed through: on the invoice with their sign, or kept by us.')
    .optional(),
}

export type PriceText = z.output<typeof priceSchema>
export type DiscountText = z.output<typeof discountSchema>
export type FollowText = z.output<typeof followSchema>

/** The price rules of one place. */
export interface PriceRulesText {
  readonly price?: PriceText | undefined
  readonly follow?: FollowText | undefined
  readonly discounts?: readonly DiscountText[] | undefined
  readonly minimumCharge?: string | undefined
  readonly exchange?: ExchangeText | undefined
  readonly tax?: TaxText | undefined
  readonly taxable?: boolean | undefined
  readonly usage?: UsageDisplay | undefined
  readonly negativeProrations?: NegativeProrations | undefined
}
