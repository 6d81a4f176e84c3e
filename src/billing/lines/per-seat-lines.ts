import type { QuantityBasis, SyncedLine } from '../../domain/billing-config.ts'
import type { InvoiceLine, LineReasons } from '../../domain/invoice.ts'
import type { Period } from '../../domain/period.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import type { Claim } from '../claims.ts'
import { amountText, plainNumber } from '../numbers-as-text.ts'
import { portionsOf } from '../portions/portions-of.ts'
import { adjustmentLines, statedElsewhere } from '../prices/adjustment-lines.ts'
import { priceHoldingsBy } from '../prices/price-holding.ts'
import { pricePointsOf } from '../prices/price-points.ts'
import { priceConditionsOf, priceWorkingOf } from '../prices/price-words.ts'
import { rulesFor, type LineRules } from '../rules.ts'
import { dayInWords, daysInWords, periodInWords, seats, signed } from '../words.ts'
import { amountsByBasis } from './by-basis.ts'
import { costOf, costText, coverOf } from './cost.ts'
import { groupPortions, type PortionGroup } from './group-portions.ts'
import { identityOf, lineKeyOf, wasLine } from './line-identity.ts'
import { evidenceOf, priceReasonOf, ruleInWords, slicesOf, stepsOf } from './line-reasons.ts'
import type { ClientScope, LineWork } from './line-work.ts'
import { splitWherePricesChange } from './split-where-prices-change.ts'

/** A line whose quantity follows the distributor: one invoice line for each unit price and service period. */
export function perSeatLines(scope: ClientScope, line: SyncedLine, claim: Claim): LineWork {
  const { run, client } = scope
  const rules = rulesFor(run, client, line)
  const rounding = { places: minorUnitsOf(client.currency), rounding: rules.rounding }
  const priceOf = priceHoldingsBy(run, client, rules)
  const cut = { ...claim, holdings: splitWherePricesChange(claim.holdings, pricePointsOf(rules)) }
  const { portions, refusals, midTermChanges } = portionsOf(run, cut, rules.quantityBasis, priceOf)
  const statedIn = statedElsewhere(rules, client.currency)
  if (statedIn !== undefined) {
    return { line, rules, invoiceLines: [], portions: [], refusals, midTermChanges, claim, statedIn }
  }
  const groups = groupPortions(portions, rounding)
  const chosen = { basis: rules.quantityBasis, groups }
  const byBasis =
    groups.length === 0 ? [] : amountsByBasis({ run, claim: cut, chosen, priceOf, rounding, currency: client.currency })
  const shared = { scope, line, rules, groups, byBasis, slice: slicesOf(claim.holdings) }
  const unitLines = groups.map((group) => invoiceLineOf(group, shared))
  const adjustments = adjustmentLines(scope, { line, rules, invoiceLines: unitLines })
  const invoiceLines = adjustments.length === 0 ? unitLines : [...unitLines, ...adjustments]
  return { line, rules, invoiceLines, portions, refusals, midTermChanges, claim }
}

interface Shared {
  readonly scope: ClientScope
  readonly line: SyncedLine
  readonly rules: LineRules
  readonly groups: readonly PortionGroup[]
  readonly byBasis: LineReasons['byBasis']
  readonly slice: LineReasons['slice']
}

function invoiceLineOf(group: PortionGroup, shared: Shared): InvoiceLine {
  const { scope, line, rules, groups } = shared
  const { client, run, previous } = scope
  const { servicePeriod, proration, unitPrice, quantity, portions } = group
  const price = amountText(unitPrice.price, client.currency)
  const twins = groups.filter((other) => other.servicePeriod === servicePeriod || sameDays(other, group))
  const isWhole = sameDays(group, { servicePeriod: run.input.billingPeriod })
  const identity = identityOf(scope, line)
  const covered = group.settled.length === 0 ? portions : [...portions, ...group.settled]
  return {
    lineKey: lineKeyOf(line.lineId, servicePeriod, run.input.billingPeriod, twins.length > 1 ? price : undefined),
    ...identity,
    description: describe(identity.description, group, run.input.billingPeriod),
    servicePeriod,
    quantity: plainNumber(quantity),
    unitPrice: price,
    proration,
    amount: amountText(group.amount, client.currency),
    taxable: rules.taxable,
    source: unitPrice.rule.policy.policy === 'hold' ? 'held' : 'synced',
    was: isWhole ? wasLine(previous.wholeLines(line.lineId), price, twins.length === 1) : undefined,
    cost: costText(costOf(covered, client.currency, rules.rounding), client.currency),
    covers: covered.map((portion) => coverOf(portion, client.currency)),
    reasons: reasonsOf(group, price, shared),
  }
}

function sameDays(a: { readonly servicePeriod: Period }, b: { readonly servicePeriod: Period }): boolean {
  return a.servicePeriod.start === b.servicePeriod.start && a.servicePeriod.end === b.servicePeriod.end
}

function reasonsOf(group: PortionGroup, price: string, { scope, rules, byBasis, slice }: Shared): LineReasons {
  const { client, run } = scope
  const { unitPrice, portions } = group
  const year = run.input.billingPeriod.start.slice(0, 4)
  const reason = priceReasonOf(portions, unitPrice.rule, price, rules)
  const basis: QuantityBasis = rules.quantityBasis
  return {
    quantityBasis: basis,
    quantityRule: rules.quantityRule,
    slice,
    byBasis,
    price: reason,
    steps: stepsOf({
      portions,
      quantity: group.quantity,
      servicePeriod: group.servicePeriod,
      proration: group.proration,
      exact: group.exact,
      amount: group.amount,
      unitPrice: unitPrice.price,
      quantitySource: `${basis} (${rules.quantityRule} rule)`,
      priceWorking: priceWorkingOf(unitPrice, rules, client.currency),
      priceSource: `${reason.words}, ${ruleInWords(reason.rule, reason.since, year)}${priceConditionsOf(unitPrice, rules)}`,
      billingPeriod: run.input.billingPeriod,
      currency: client.currency,
      rules,
    }),
    evidence: evidenceOf(portions.map(({ holding }) => holding)),
  }
}

/** The invoice's text: a change says what, since when and for how long; a part of the period says which. */
function describe(
  name: string,
  { servicePeriod, proration, portions, quantity }: PortionGroup,
  period: Period,
): string {
  const year = period.start.slice(0, 4)
  if (proration === undefined) {
    return sameDays({ servicePeriod }, { servicePeriod: period }) ? name : `${name}, ${periodInWords(servicePeriod)}`
  }
  const days = daysInWords(proration)
  if (portions.some(({ kind }) => kind === 'held')) return `${name}, ${periodInWords(servicePeriod, year)} (${days})`
  return `${name}: ${seats(quantity, signed(quantity))} from ${dayInWords(servicePeriod.start, year)}, ${days}`
}
