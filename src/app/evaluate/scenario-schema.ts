import { z } from 'zod'
import { chargeKinds } from '../../domain/distributor-invoice.ts'
import { billingTerms, subscriptionStatuses } from '../../domain/subscription.ts'
import {
  billingConfigSchema,
  currency,
  date,
  decimalText,
  flag,
  id,
  month,
  notNegative,
  outsideId,
} from '../../config/billing-config-schema.ts'

/**
 * A scenario as it is written in YAML: one self-contained case for the engine. As in the billing config every scalar is
 * read as text, and what it calls a thing the config calls it too.
 */
const known = z.union([z.literal('unknown'), notNegative]).meta({ description: 'A number, or `unknown`.' })
const signed = z.union([z.literal('unknown'), decimalText]).meta({ description: 'A number, or `unknown`.' })

const source = id
  .describe('The connection to the distributor; left out: the only one that the config names.')
  .optional()
const company = outsideId.describe('The company there; left out: the only one that the config names.').optional()
const product = outsideId.describe('The product there; left out: the only one that the config names.').optional()

const changeSchema = z.strictObject({
  from: date.describe('First day on which it holds.'),
  quantity: signed.describe('So many from this day on; left out: as before.').optional(),
  unitCost: known.describe('What the distributor charges us a unit and billing term; left out: as before.').optional(),
  listPrice: known.describe("The distributor's list price; left out: as before.").optional(),
  currency: currency.describe("Of cost and list price; left out: as before, at first the house's.").optional(),
  status: z
    .enum(subscriptionStatuses)
    .describe('`cancelled` and `converted` end it from this day on, unless `ends: false` stands beside.')
    .optional(),
  ends: flag.describe('True: from this day on it does not run.').optional(),
  company,
  product,
  billingTerm: z.enum(billingTerms).optional(),
  commitmentTerm: z.string().min(1).optional(),
  recorded: date.describe('The day on which it became known; a run as of an earlier day does not see it.').optional(),
  notBefore: date.describe('With notAfter: the days, both inside, on one of which it happened.').optional(),
  notAfter: date.optional(),
})

const subscriptionSchema = z.strictObject({
  subscription: outsideId.describe("The distributor's id of it."),
  source,
  company,
  product,
  billingTerm: z.enum(billingTerms).describe('How often the distributor bills it.').default('monthly'),
  commitmentTerm: z.string().min(1).describe('monthly, 1-year, 3-year, …; left out: none.').optional(),
  billingStart: date.describe('First day of the term from which terms are counted.').optional(),
  commitmentEnd: date.optional(),
  before: z
    .enum(['not-running', 'unknown'])
    .describe('What is known of the days before the first change.')
    .default('not-running'),
  changes: z.array(changeSchema).min(1, 'must hold at least one change, the first with the quantity'),
})

const chargeSchema = z.strictObject({
  charge: outsideId.describe('An id of its own.'),
  invoice: outsideId.describe("The distributor's invoice that it stands on.").default('invoice'),
  invoiceDate: date.describe("That invoice's day; left out: the billing period's first.").optional(),
  kind: z.enum(chargeKinds).default('subscription'),
  source,
  company: outsideId
    .describe('Left out: the only one that the config names; `none`: the charge names none.')
    .optional(),
  subscription: outsideId.describe('The one it is for; `as-billed` counts the charges that name theirs.').optional(),
  product: outsideId.describe('Left out: the charge names none.').optional(),
  description: z.string().max(1000).default('Charge'),
  from: date.describe('First day of its service period.').optional(),
  until: date.describe('First day after its service period.').optional(),
  billingTerm: z.string().min(1).default('monthly'),
  quantity: signed.default('1'),
  unitCost: signed.default('unknown'),
  cost: signed.describe('What we pay for it before tax.'),
  listUnitPrice: signed.default('unknown'),
  listAmount: signed.default('unknown'),
  tax: signed.default('unknown'),
  currency: currency.describe("Left out: the house's.").optional(),
  billedByDistributor: flag.default(false),
})

const billedLineSchema = z.strictObject({
  line: id.describe("The billing line's name."),
  from: date.describe("First day of its service period; left out: the invoice's.").optional(),
  until: date.describe("First day after it; left out: the invoice's.").optional(),
  quantity: decimalText,
  unitPrice: decimalText,
  amount: decimalText,
  subscription: outsideId.describe('The subscription that it billed; left out: none that is known.').optional(),
})

const billedSchema = z.union([
  z
    .strictObject({
      month,
      client: id.describe('Left out: every client.').optional(),
      asOf: date.describe('As known on this day.'),
    })
    .describe('What this scenario, run for that month as of that day, would have billed.'),
  z
    .strictObject({
      month,
      client: id.describe('Left out: the only one that the config has.').optional(),
      lines: z.array(billedLineSchema).min(1),
    })
    .describe('An invoice of an earlier month, line by line.'),
])

const expectedLineSchema = z.strictObject({
  line: id.optional(),
  from: date.describe('First day of the service period.').optional(),
  until: date.describe('First day after it.').optional(),
  quantity: decimalText.optional(),
  unitPrice: decimalText.optional(),
  amount: decimalText.optional(),
  cost: signed.optional(),
  description: z.string().optional(),
  sentence: z.string().describe('The explanation in one sentence.').optional(),
})

const outcomes = ['ready', 'blocked', 'nothing-to-bill', 'already-billed'] as const
const codes = z.array(z.string().regex(/^[a-z0-9-]+$/, 'must be an anomaly code')).describe('All codes, in any order.')

export const expectedClientSchema = z.strictObject({
  client: id.describe('Left out: the only one that the config has.').optional(),
  outcome: z.enum(outcomes).optional(),
  total: decimalText.describe('Before tax on top.').optional(),
  tax: decimalText.describe('The tax that we work out ourselves.').optional(),
  totalWithTax: decimalText.optional(),
  lines: z.array(expectedLineSchema).describe("All of the invoice's lines, in its order.").optional(),
  anomalies: codes.optional(),
})

export const scenarioSchema = z
  .strictObject({
    scenario: z.literal('1', 'must be 1, the version of this format').meta({ decimal: true }),
    title: z.string().max(300).optional(),
    reference: z.string().max(1000).describe('Where the case comes from.').optional(),
    month: month.describe('The billing period, where it is a calendar month.').optional(),
    period: z
      .strictObject({ from: date, until: date.describe('First day after it.') })
      .describe('The billing period, where it is none.')
      .optional(),
    asOf: date.describe("The day of the run; left out: the billing period's end.").optional(),
    invoiceDate: date.describe("Left out: the billing period's last day.").optional(),
    config: billingConfigSchema.extend({ seatledger: z.literal('1').meta({ decimal: true }).default('1') }),
    subscriptions: z.array(subscriptionSchema).default([]),
    charges: z.array(chargeSchema).default([]),
    billed: z.array(billedSchema).default([]),
    expect: z
      .strictObject({
        clients: z.array(expectedClientSchema).default([]),
        anomalies: codes.describe('Those of the whole run.').optional(),
      })
      .optional(),
  })
  .describe('SeatLedger scenario')

export type ScenarioText = z.output<typeof scenarioSchema>
export type SubscriptionText = ScenarioText['subscriptions'][number]
export type ChangeText = SubscriptionText['changes'][number]
export type ChargeText = ScenarioText['charges'][number]
export type BilledText = ScenarioText['billed'][number]
export type ExpectedClient = z.output<typeof expectedClientSchema>
export type Expected = NonNullable<ScenarioText['expect']>

/** The keys of a scenario beside those of the config in it. */
export const scenarioKeys = [
  'scenario title reference month period asOf invoiceDate config subscriptions charges billed expect subscription status',
  'billingStart commitmentEnd before changes unitCost listPrice ends recorded notBefore notAfter charge invoice kind cost',
  'listUnitPrice listAmount tax billedByDistributor outcome total totalWithTax sentence anomalies',
].flatMap((words) => words.split(' '))
