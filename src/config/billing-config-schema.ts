import { z } from 'zod'
import { isCurrency } from '../money/currency.ts'
import { parseDecimal } from '../money/decimal.ts'
import { roundings } from '../money/rounding.ts'
import { quantityBases } from '../domain/billing-config.ts'
import { isPlainDate } from '../domain/plain-date.ts'

/**
 * The billing config as it is written in YAML. Every scalar is read as text, so that `22.10` stays the decimal that was
 * typed; the JSON Schema published from this lets editors accept numbers and text alike.
 */
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, 'must be lower-case letters, digits, dots and dashes, at most 80')
  .describe('A short name of your own, unique in its list.')

export const outsideId = z.string().min(1, 'must not be empty').max(200)

export const decimalText = z
  .string()
  .refine(
    (text) => parseDecimal(text) !== undefined && !/e/i.test(text),
    'must be a plain decimal number such as 22.50',
  )
  .meta({ decimal: true })

export const notNegative = decimalText
  .refine((text) => !text.startsWith('-'), 'must not be negative')
  .meta({ decimal: true, notNegative: true })

export const unitPrice = notNegative.refine(
  (text) => (text.split('.')[1] ?? '').length <= 10,
  'must not have more than 10 decimal places',
)

export const date = z
  .string()
  .refine(isPlainDate, 'must be a day of the calendar, written YYYY-MM-DD')
  .meta({ format: 'date' })

export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month, written YYYY-MM')

export const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((text) => text === 'true')
  .meta({ flag: true })

export const currency = z
  .string()
  .refine(isCurrency, 'must be an ISO 4217 currency code such as USD')
  .meta({ pattern: '^[A-Z]{3}$' })

export const priceSchema = z
  .union([
    z.enum(['cost', 'list']).describe('`cost`: what the distributor charges us. `list`: its list price.'),
    z
      .strictObject({
        markupPercent: notNegative.describe('Percent on top of our cost: 20 makes 12.00 of 10.00.'),
      })
      .describe('Our cost plus a percentage; follows the distributor.'),
    z
      .strictObject({
        hold: unitPrice.describe('Unit price that stays, whatever the distributor does.'),
        until: date.describe('First day on which it no longer holds; the next rule applies from then on.').optional(),
      })
      .describe('A held unit price.'),
  ])
  .describe('How the unit price is found. The nearest rule wins: line, then client, then catalog item, then house.')

const rules = {
  quantityBasis: z
    .enum(quantityBases, `must be one of ${quantityBases.join(', ')}`)
    .describe('Which quantity of the period is billed.')
    .optional(),
  price: priceSchema.optional(),
  rounding: z
    .enum(roundings, `must be one of ${roundings.join(', ')}`)
    .describe('How a line amount is rounded to the currency, once per line.')
    .optional(),
  taxable: flag.describe('Whether the ledger may charge sales tax on it.').optional(),
  since: date.describe('First day on which these settings applied; explanations name it.').optional(),
}

export const productMatchSchema = z.strictObject({
  source: id.describe('The connection to the distributor.'),
  product: outsideId.describe("The distributor's product id; names change, ids do not."),
  commitmentTerm: z
    .string()
    .min(1)
    .describe('monthly, 1-year, 3-year, or `none` for no commitment; left out: any.')
    .optional(),
  billingTerm: z.string().min(1).describe('monthly, annual, …; left out: any.').optional(),
})

const catalogItemSchema = z.strictObject({
  item: id,
  name: z.string().min(1, 'must not be empty').max(100),
  ledgerItems: z.record(id, outsideId).describe("The item's id in each ledger, by connection.").default({}),
  covers: z.array(productMatchSchema).describe("The distributor's products that it stands for.").default([]),
  ...rules,
})

const lineCommon = {
  line: id,
  item: id.describe('The catalog item.'),
  description: z.string().min(1).max(1000).describe('Text on the invoice; left out: the item’s name.').optional(),
  from: date.describe('First day on which the line is billed.').optional(),
  until: date.describe('First day on which it no longer is.').optional(),
  ...rules,
}

export const lineSchema = z.union([
  z
    .strictObject({
      ...lineCommon,
      syncsQuantity: z.literal('true', 'must be true').meta({ flag: true }),
      model: z.literal('per-seat').default('per-seat'),
    })
    .describe('Quantity follows the distributor.'),
  z
    .strictObject({
      ...lineCommon,
      syncsQuantity: z.literal('false', 'must be false').meta({ flag: true }),
      quantity: notNegative,
      unitPrice,
      month: month.describe('Billed in this month only; left out: every month.').optional(),
    })
    .describe('A line that no sync touches.'),
  z
    .strictObject({
      ...lineCommon,
      model: z.literal('fixed'),
      amount: notNegative.describe('The amount a month for everything in the bundle.'),
      components: z.array(id).min(1, 'must name at least one catalog item'),
    })
    .describe('One amount a month; the components are counted and costed behind it.'),
  z
    .strictObject({
      ...lineCommon,
      model: z.literal('pass-through'),
      takesRest: flag.describe("True: takes all of the client's charges that no other line covers.").default(false),
    })
    .describe("The distributor's own charges, re-priced."),
])

const clientSchema = z.strictObject({
  client: id,
  name: z.string().min(1, 'must not be empty').max(200),
  companies: z
    .array(z.strictObject({ source: id, company: outsideId }))
    .describe('The companies at the distributors that are this client.')
    .default([]),
  ledger: z.strictObject({
    connection: id,
    customer: outsideId.describe("The customer's id in the ledger; left out: not linked yet.").optional(),
  }),
  currency: currency.optional(),
  overrides: z
    .array(z.strictObject({ ...productMatchSchema.shape, item: id }))
    .describe("Mappings that go before the catalog's own for this client.")
    .default([]),
  lines: z.array(lineSchema).default([]),
  ...rules,
})

export const billingConfigSchema = z
  .strictObject({
    seatledger: z.literal('1', 'must be 1, the version of this format').meta({ decimal: true }),
    house: z.strictObject({ currency, ...rules }).describe('Defaults for all clients.'),
    catalog: z.array(catalogItemSchema).default([]),
    clients: z.array(clientSchema).default([]),
    ignore: z
      .strictObject({
        companies: z
          .array(z.strictObject({ source: id, company: outsideId, reason: z.string().min(1) }))
          .describe('Companies that are known and not billed, such as our own.')
          .default([]),
        products: z.array(z.strictObject({ ...productMatchSchema.shape, reason: z.string().min(1) })).default([]),
      })
      .default({ companies: [], products: [] }),
  })
  .describe('SeatLedger billing config')

export type BillingConfigText = z.output<typeof billingConfigSchema>
export type BillingLineText = z.output<typeof lineSchema>
export type PriceText = z.output<typeof priceSchema>
export type ProductMatchText = z.output<typeof productMatchSchema>
