import { decimal } from '../money/decimal.ts'
import { money } from '../money/money.ts'
import type {
  BillingConfig,
  BillingLine,
  BillingRules,
  BundleComponent,
  CatalogItem,
  ClientBillingConfig,
  FixedLine,
  HouseRules,
  ProductMatch,
} from '../domain/billing-config.ts'
import {
  billingConfigSchema,
  type BillingConfigText,
  type BillingLineText,
  type ProductMatchText,
} from './billing-config-schema.ts'
import { bookingKeys, toBooking, type BookingText } from './booking-schema.ts'
import { checkBillingConfig, componentItem } from './check-billing-config.ts'
import { InvalidConfig } from './config-problem.ts'
import { parsePositionedYaml } from './positioned-yaml.ts'
import type { PriceRulesText } from './price-schema.ts'
import { quantityRuleKeys, type QuantityRulesText } from './quantity-schema.ts'
import { toPrice, toPriceRules } from './read-price.ts'
import { toRates } from './read-rates.ts'
import { toQuantityRules } from './read-quantity-rules.ts'
import { isProblems, problemAt, schemaProblems } from './schema-problems.ts'
import { thresholdKeys, toThresholds } from './thresholds-schema.ts'
import { toTrueUpRules, type TrueUpRulesText } from './true-up-schema.ts'

/** The house's own defaults where the config states none. */
const houseDefaults = {
  quantityBasis: 'whole-at-end',
  rounding: 'half-up',
  taxable: true,
  price: { policy: 'sync', from: 'cost', markupPercent: decimal('0') },
} as const satisfies HouseRules

/**
 * Reads a billing config.
 * @param file Its name, for messages.
 * @throws {InvalidConfig} with every problem at once, each with file, line and key.
 */
export function readBillingConfig(text: string, file: string, version: number): BillingConfig {
  const yaml = parsePositionedYaml(text, file)
  if (isProblems(yaml)) throw new InvalidConfig(yaml)
  const parsed = billingConfigSchema.safeParse(yaml.value ?? {})
  if (!parsed.success)
    throw new InvalidConfig(schemaProblems(parsed.error, { yaml, file, knownKeys: billingConfigKeys }))
  const problems = checkBillingConfig(parsed.data).map(({ path, message }) => problemAt({ yaml, file }, path, message))
  if (problems.length > 0) throw new InvalidConfig(problems)
  return toBillingConfig(parsed.data, version)
}

/**
 * What a config's text says, as it stands in it and unchecked: text, lists and maps.
 * @throws {InvalidConfig} when it is no YAML.
 */
export function billingConfigValues(text: string, file: string): unknown {
  const yaml = parsePositionedYaml(text, file)
  if (isProblems(yaml)) throw new InvalidConfig(yaml)
  return yaml.value ?? {}
}

/** The config that such values say; undefined when something is wrong with them, which only the text can show. */
export function billingConfigFromValues(values: unknown, version: number): BillingConfig | undefined {
  const parsed = billingConfigSchema.safeParse(values)
  if (!parsed.success || checkBillingConfig(parsed.data).length > 0) return undefined
  return toBillingConfig(parsed.data, version)
}

/** Every key of the format, so that a mistyped one can be told what was probably meant. */
export const billingConfigKeys = [
  'seatledger house catalog clients ignore currency quantityBasis price rounding taxable since item name ledgerItems covers',
  'source product commitmentTerm billingTerm line description from until syncsQuantity model quantity unitPrice month',
  'amount components takesRest client companies company ledger connection customer overrides lines markupPercent hold',
  'reason products markupAmount marginPercent listLessPercent tiers steps upTo follow noticeDays discounts percent',
  'minimumCharge usage negativeProrations showComponents included overagePrice',
  'rates to day rate exchange tax codes code inclusive compound per',
  'trueUps window below as thresholds',
  thresholdKeys.join(' '),
  quantityRuleKeys.join(' '),
  bookingKeys.join(' '),
].flatMap((words) => words.split(' '))

/** The config of a text that the schema and the checks took, wherever in a file it stood. */
export function toBillingConfig(text: BillingConfigText, version: number): BillingConfig {
  const { currency, thresholds, ...house } = text.house
  return {
    version,
    house: { currency, rules: { ...houseDefaults, ...toRules(house, currency) }, ...toThresholds(thresholds) },
    ...(text.rates.length === 0 ? {} : { rates: toRates(text.rates) }),
    items: text.catalog.map((item) => toItem(item, currency)),
    clients: text.clients.map((client) => toClient(client, currency)),
    ignoredCompanies: text.ignore.companies.map(({ source, company, reason }) => ({
      connectionId: source,
      companyId: company,
      reason,
    })),
    ignoredProducts: text.ignore.products.map(({ reason, ...match }) => ({ match: toMatch(match), reason })),
  }
}

interface RulesText extends PriceRulesText, QuantityRulesText, TrueUpRulesText {
  readonly quantityBasis?: BillingRules['quantityBasis'] | undefined
  readonly rounding?: BillingRules['rounding'] | undefined
  readonly taxable?: boolean | undefined
  readonly since?: string | undefined
  readonly booking?: BookingText | undefined
}

function toRules(text: RulesText, currency: string): BillingRules {
  return {
    ...(text.quantityBasis === undefined ? {} : { quantityBasis: text.quantityBasis }),
    ...toPriceRules(text, currency),
    ...toQuantityRules(text, currency),
    ...(text.rounding === undefined ? {} : { rounding: text.rounding }),
    ...(text.taxable === undefined ? {} : { taxable: text.taxable }),
    ...toTrueUpRules(text),
    ...(text.booking === undefined ? {} : { booking: toBooking(text.booking) }),
    ...(text.since === undefined ? {} : { since: text.since }),
  }
}

function toMatch(text: ProductMatchText): ProductMatch {
  return {
    connectionId: text.source,
    productId: text.product,
    commitmentTerm: text.commitmentTerm?.toLowerCase(),
    billingTerm: text.billingTerm?.toLowerCase(),
  }
}

function toItem(text: BillingConfigText['catalog'][number], currency: string): CatalogItem {
  return {
    itemId: text.item,
    name: text.name,
    covers: text.covers.map(toMatch),
    ledgerItems: new Map(Object.entries(text.ledgerItems)),
    rules: toRules(text, currency),
  }
}

function toClient(text: BillingConfigText['clients'][number], houseCurrency: string): ClientBillingConfig {
  const currency = text.currency ?? houseCurrency
  return {
    clientId: text.client,
    name: text.name,
    companies: text.companies.map(({ source, company }) => ({ connectionId: source, companyId: company })),
    ledger: { connectionId: text.ledger.connection, customerId: text.ledger.customer },
    currency,
    rules: toRules(text, currency),
    ...toThresholds(text.thresholds),
    overrides: text.overrides.map(({ item, ...match }) => ({ match: toMatch(match), itemId: item })),
    lines: text.lines.map((line) => toLine(line, currency)),
  }
}

function toComponents(
  components: Extract<BillingLineText, { model: 'fixed' }>['components'],
  currency: string,
): Pick<FixedLine, 'componentItemIds' | 'components'> {
  const componentItemIds = components.map(componentItem)
  if (components.every((component) => typeof component === 'string')) return { componentItemIds }
  return { componentItemIds, components: components.map((component) => toComponent(component, currency)) }
}

function toComponent(
  text: Extract<BillingLineText, { model: 'fixed' }>['components'][number],
  currency: string,
): BundleComponent {
  if (typeof text === 'string') return { itemId: text, included: undefined, overagePrice: undefined }
  const { item, included, overagePrice } = text
  return {
    itemId: item,
    included: decimal(included),
    overagePrice: overagePrice === undefined ? undefined : toPrice(overagePrice, currency),
  }
}

function toLine(text: BillingLineText, currency: string): BillingLine {
  const common = {
    lineId: text.line,
    itemId: text.item,
    description: text.description,
    rules: toRules(text, currency),
    from: text.from,
    until: text.until,
  }
  if ('quantity' in text) {
    const { quantity, unitPrice, month } = text
    const manual = { quantity: decimal(quantity), unitPrice: money(unitPrice, currency), month }
    return { ...common, ...manual, syncsQuantity: false, model: 'per-seat' }
  }
  switch (text.model) {
    case 'per-seat':
      return { ...common, syncsQuantity: true, model: 'per-seat' }
    case 'fixed':
      return {
        ...common,
        syncsQuantity: true,
        model: 'fixed',
        amount: money(text.amount, currency),
        ...toComponents(text.components, currency),
        ...(text.showComponents === undefined ? {} : { showComponents: text.showComponents }),
      }
    case 'pass-through':
      return { ...common, syncsQuantity: true, model: 'pass-through', takesRest: text.takesRest }
  }
}
