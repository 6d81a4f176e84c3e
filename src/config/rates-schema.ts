import { z } from 'zod'
import { currency, date, positive } from './config-scalars.ts'

/** One exchange rate, as the config states it. */
const rateSchema = z.strictObject({
  from: currency.describe('One unit of this currency'),
  to: currency.describe('is worth so many of this one.'),
  day: date.describe('The day for which the rate was stated.'),
  rate: positive.describe('How many.'),
  source: z
    .string()
    .min(1, 'must not be empty')
    .max(100)
    .describe('Who stated it; explanations name it.')
    .default('entered'),
})

export const ratesSchema = z.array(rateSchema).describe('Exchange rates, in any order.')

/** Which rate converts costs of another currency; may be stated at the house, an item, a client or a line. */
export const exchangeSchema = z
  .strictObject({
    rate: z.union([
      z
        .enum(['invoice-date', 'period-end'], 'must be invoice-date, period-end or a rate such as 0.92')
        .describe('The newest rate stated by that day.'),
      positive.describe('A rate agreed with the client: units of its currency for one of the other.'),
    ]),
    from: currency.describe('The currency that an agreed rate is for; left out: any other.').optional(),
  })
  .describe('How costs and list prices of another currency become the client’s. Left out: they are not converted.')

export type RatesText = z.output<typeof ratesSchema>
export type ExchangeText = z.output<typeof exchangeSchema>
