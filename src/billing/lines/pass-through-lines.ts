import type { PassThroughLine } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import { addDecimals, roundDecimal, zero, type Decimal } from '../../money/decimal.ts'
import { addFractions, roundFraction, type Fraction } from '../../money/fraction.ts'
import { amountText, knownAmountText, knownNumberText } from '../numbers-as-text.ts'
import { adjustmentLines, statedElsewhere } from '../prices/adjustment-lines.ts'
import { exactPrice, fractionOf, mostUnitPricePlaces, timesFraction } from '../prices/exact-price.ts'
import { ratesFor } from '../exchange/applied-rate.ts'
import { rulesFor, type LineRules } from '../rules.ts'
import { isFromList } from '../unit-price.ts'
import { periodInWords } from '../words.ts'
import { chargeReasons } from './charge-reasons.ts'
import { identityOf } from './line-identity.ts'
import type { ClientScope, LineWork, RefusedCharge } from './line-work.ts'
import { repricingRule, sourceOfCharge, type RepricingRule } from './repricing.ts'
import { groupUsage, type ChargeGroup, type SourcedCharge } from './usage-groups.ts'

/**
 * The distributor's own charges at cost with the markup, with their signs: an invoice line each, or one for all usage of
 * a product. Prorations below zero may be kept by us; they are then named.
 */
export function passThroughLines(scope: ClientScope, line: PassThroughLine, charges: readonly Charge[]): LineWork {
  const rules = rulesFor(scope.run, scope.client, line)
  const rule = repricingRule(rules)
  const keptCharges = rules.negativeProrations.value === 'drop' ? charges.filter(isNegativeProration) : []
  const { sourced, refusedCharges } = sourcesOf(
    scope,
    { rule, rules },
    keptCharges.length === 0 ? charges : charges.filter(isOther),
  )
  const work = {
    line,
    rules,
    portions: [],
    refusals: [],
    midTermChanges: [],
    claim: undefined,
    refusedCharges,
    keptCharges,
  }
  const statedIn = statedElsewhere(rules, scope.client.currency)
  if (statedIn !== undefined) return { ...work, invoiceLines: [], statedIn }
  const chargeRates = sourced.flatMap(({ rate }) => rate ?? [])
  const groups = groupUsage(sourced, rules.usage.value)
  const lines = groups.map((group) => invoiceLineOf(scope, { line, group, rules, rule }))
  return {
    ...work,
    chargeRates,
    invoiceLines: [...lines, ...adjustmentLines(scope, { line, rules, invoiceLines: lines })],
  }
}

function isNegativeProration({ kind, cost }: Charge): boolean {
  return kind === 'prorate' && cost !== 'unknown' && cost.units < 0n
}

function isOther(charge: Charge): boolean {
  return !isNegativeProration(charge)
}

/** What each charge is re-priced from; those for nothing have no line. */
function sourcesOf(
  { run, client }: ClientScope,
  { rule, rules }: { readonly rule: RepricingRule; readonly rules: LineRules },
  charges: readonly Charge[],
): { readonly sourced: readonly SourcedCharge[]; readonly refusedCharges: readonly RefusedCharge[] } {
  const sourced: SourcedCharge[] = []
  const refusedCharges: RefusedCharge[] = []
  const rateFrom = ratesFor(run, rules, client.currency)
  for (const charge of charges) {
    const source = sourceOfCharge(rule, charge)
    if (source === 'unknown') {
      refusedCharges.push({ charge, reason: isFromList(rule.policy) ? 'unknown-list-amount' : 'unknown-cost' })
      continue
    }
    const isForeign = source.currency !== client.currency
    const rate = isForeign ? rateFrom?.(source.currency) : undefined
    if (isForeign && rate === undefined) refusedCharges.push({ charge, reason: 'currency-mismatch' })
    else if (rate !== undefined && 'refused' in rate) refusedCharges.push({ charge, reason: rate })
    else if (source.units !== 0n) {
      sourced.push({ charge, source, rate, servicePeriod: charge.servicePeriod ?? run.input.billingPeriod })
    }
  }
  return { sourced, refusedCharges }
}

interface Repricing {
  readonly line: PassThroughLine
  readonly group: ChargeGroup
  readonly rules: LineRules
  readonly rule: RepricingRule
}

function invoiceLineOf(scope: ClientScope, { line, group, rules, rule }: Repricing): InvoiceLine {
  const { client } = scope
  const exact = exactOf(group, rule, rules)
  const amount = roundFraction(exact, minorUnitsOf(client.currency), rules.rounding)
  const text = amountText(amount, client.currency)
  const [{ servicePeriod }] = group
  const identity = identityOf(scope, line)
  return {
    lineKey: keyOf(line, group),
    ...identity,
    description: describe(group, identity.description),
    servicePeriod,
    quantity: '1',
    unitPrice: text,
    proration: undefined,
    amount: text,
    taxable: rules.taxable,
    source: 'pass-through',
    was: undefined,
    cost: costText(group, client, rules),
    covers: group.map(coverOf),
    reasons: chargeReasons(scope, { group, rules, rule, exact, amount: text }),
  }
}

/** Before rounding: the group's charges together, re-priced as one. */
function exactOf(group: ChargeGroup, rule: RepricingRule, rules: LineRules): Fraction {
  return group
    .map(({ source, rate }) => {
      const converted = rate === undefined ? source : timesFraction(source, rate.rate)
      return fractionOf(exactPrice(rule.policy, converted, rules.discounts?.value))
    })
    .reduce(addFractions)
}

function keyOf({ lineId }: PassThroughLine, [{ charge, servicePeriod }, ...others]: ChargeGroup): string {
  const { connectionId, invoiceId, chargeId, productId } = charge
  if (others.length === 0) return `${lineId}/${connectionId}/${invoiceId}/${chargeId}`
  return `${lineId}/${connectionId}/usage/${productId ?? ''}/${servicePeriod.start}..${servicePeriod.end}`
}

/** The charges' cost together, in the invoice's currency; unknown if one is unknown or has no rate. */
function costText(group: ChargeGroup, { currency }: ClientScope['client'], { rounding }: LineRules): string {
  let sum: Decimal = zero
  for (const { charge, rate } of group) {
    const { cost } = charge
    if (cost === 'unknown') return 'unknown'
    if (cost.currency === currency) sum = addDecimals(sum, cost)
    else if (rate?.from !== cost.currency) return 'unknown'
    else sum = addDecimals(sum, roundFraction(timesFraction(cost, rate.rate), mostUnitPricePlaces, 'half-even'))
  }
  return amountText(
    group.some(({ rate }) => rate !== undefined) ? roundDecimal(sum, minorUnitsOf(currency), rounding) : sum,
    currency,
  )
}

function coverOf({ charge, servicePeriod }: SourcedCharge): InvoiceLine['covers'][number] {
  return {
    connectionId: charge.connectionId,
    subscriptionId: charge.subscriptionId,
    chargeId: charge.chargeId,
    companyId: charge.companyId,
    productId: charge.productId,
    servicePeriod,
    quantity: knownNumberText(charge.quantity),
    unitCost: knownAmountText(charge.unitCost),
    cost: knownAmountText(charge.cost),
    costCurrency: charge.currency,
  }
}

/** The distributor's own words with the days they are for; collapsed usage is called by its product. */
function describe([{ charge, servicePeriod }, ...others]: ChargeGroup, itemName: string): string {
  const { description, productName } = charge
  const days = periodInWords(servicePeriod)
  if (others.length > 0) return `${productName ?? itemName}: usage, ${days}`
  return `${description === '' ? (productName ?? 'Charge') : description}, ${days}`
}
