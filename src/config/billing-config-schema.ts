import { z } from 'zod'
import { roundings } from '../money/rounding.ts'
import { quantityBases } from '../domain/billing-config.ts'
import { documentBookingSchema, lineBookingSchema } from './booking-schema.ts'
import { currency, date, flag, id, month, notNegative, outsideId, unitPrice } from './config-scalars.ts'
import { priceRules, priceSchema } from './price-schema.ts'
import { ratesSchema } from './rates-schema.ts'
import { quantityRules } from './quantity-schema.ts'
import { thresholdsSchema } from './thresholds-schema.ts'
import { trueUpRules } from './true-up-schema.ts'

export * from './config-scalars.ts'

const rules = {
  quantityBasis: z
    .enum(quantityBases, `must be one of ${quantityBases.join(', ')}`)
    .describe('Which quantity of the period is billed.')
    .optional(),
  ...quantityRules,
  ...priceRules,
  rounding: z
    .enum(roundings, `must be one of ${roundings.join(', ')}`)
    .describe('How a line amount is rounded to the currency, once per line.')
    .optional(),
  taxable: flag.describe('Whether the ledger may charge sales tax on it.').optional(),
  ...trueUpRules,
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
  booking: lineBookingSchema.optional(),
  ...rules,
})

const lineCommon = {
  line: id,
  item: id.describe('The catalog item.'),
  description: z.string().min(1).max(1000).describe('Text on the invoice; left out: the item’s name.').optional(),
  from: date.describe('First day on which the line is billed.').optional(),
  until: date.describe('First day on which it no longer is.').optional(),
  booking: lineBookingSchema.optional(),
  ...rules,
}

const componentSchema = z.union([
  id.describe('All units of this catalog item.'),
  z.strictObject({
    item: id.describe('The catalog item.'),
    included: notNegative.describe('So many units of it are in the bundle; those above are billed beside it.'),
    overagePrice: priceSchema.describe('For the units above; left out: the price rule of the item.').optional(),
  }),
])

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
      components: z.array(componentSchema).min(1, 'must name at least one catalog item'),
      showComponents: flag.describe('Show each component as a line of its own that bills nothing.').optional(),
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
  thresholds: thresholdsSchema.optional(),
  overrides: z
    .array(z.strictObject({ ...productMatchSchema.shape, item: id }))
    .describe("Mappings that go before the catalog's own for this client.")
    .default([]),
  lines: z.array(lineSchema).default([]),
  booking: documentBookingSchema.optional(),
  ...rules,
})

export const billingConfigSchema = z
  .strictObject({
    seatledger: z.literal('1', 'must be 1, the version of this format').meta({ decimal: true }),
    house: z
      .strictObject({
        currency,
        thresholds: thresholdsSchema.optional(),
        booking: documentBookingSchema.optional(),
        ...rules,
      })
      .describe('Defaults for all clients.'),
    rates: ratesSchema.default([]),
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
export type ProductMatchText = z.output<typeof productMatchSchema>
