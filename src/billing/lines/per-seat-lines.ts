import type { SyncedLine } from '../../domain/billing-config.ts'
import type { InvoiceLine, LineReasons } from '../../domain/invoice.ts'
import { samePeriod } from '../../domain/period.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import type { Claim } from '../claims.ts'
import { amountText, plainNumber } from '../numbers-as-text.ts'
import { portionsOf } from '../portions/portions-of.ts'
import { adjustmentLines, statedElsewhere } from '../prices/adjustment-lines.ts'
import { priceHoldingsBy } from '../prices/price-holding.ts'
import { pricePointsOf } from '../prices/price-points.ts'
import { priceConditionsOf, priceWorkingOf } from '../prices/price-words.ts'
import { hasOwnLine } from '../quantity/quantity-rule-name.ts'
import { quantitySettingsFor, type QuantitySettings } from '../quantity/quantity-settings.ts'
import { withOveragePrice } from '../quantity/overage-price.ts'
import { rulesFor, type LineRules } from '../rules.ts'
import { amountsByBasis } from './by-basis.ts'
import { costOf, costText, coverOf, suppliedOf } from './cost.ts'
import { isUnfolded } from './fold-groups.ts'
import { groupPortions, type PortionGroup } from './group-portions.ts'
import { descriptionOf } from './line-description.ts'
import { identityOf, itemNameOf, lineKeyOf, wasLine } from './line-identity.ts'
import { evidenceOf, priceReasonOf, ruleInWords, slicesOf, stepsOf } from './line-reasons.ts'
import type { ClientScope, LineWork } from './line-work.ts'
import { splitWherePricesChange } from './split-where-prices-change.ts'
import { emptyLine, isZeroLine } from './zero-lines.ts'

/** A line whose quantity follows the distributor: one invoice line for each unit price and service period. */
export function perSeatLines(scope: ClientScope, line: SyncedLine, claim: Claim): LineWork {
  const { run, client, chargesOf } = scope
  const settings = quantitySettingsFor(run, client, line)
  const rules = withOveragePrice(rulesFor(run, client, line), settings)
  const rounding = {
    places: minorUnitsOf(client.currency),
    rounding: rules.rounding,
    place: settings.roundingPlace,
    netting: settings.netting,
  }
  const priceOf = priceHoldingsBy(run, client, rules)
  const cut = { ...claim, holdings: splitWherePricesChange(claim.holdings, pricePointsOf(rules)) }
  const by = { settings, chargesOf }
  const { portions, refusals, midTermChanges } = portionsOf(run, cut, rules.quantityBasis, priceOf, by)
  const statedIn = statedElsewhere(rules, client.currency)
  if (statedIn !== undefined) {
    return { line, rules, invoiceLines: [], portions: [], refusals, midTermChanges, claim, statedIn }
  }
  const grouped = groupPortions(portions, rounding, settings)
  const isEmpty = grouped.length === 0 && refusals.length === 0
  const groups = isEmpty ? emptyLine(cut.holdings, { settings, priceOf, period: run.input.billingPeriod }) : grouped
  const chosen = { basis: rules.quantityBasis, groups }
  const byBasis =
    groups.length === 0
      ? []
      : amountsByBasis({ run, claim: cut, chosen, priceOf, rounding, by, currency: client.currency })
  const shared = { scope, line, rules, settings, groups, byBasis, slice: slicesOf(claim.holdings) }
  const unitLines = groups.filter((group) => !isZeroLine(group, settings)).map((group) => invoiceLineOf(group, shared))
  const adjustments = adjustmentLines(scope, { line, rules, invoiceLines: unitLines })
  const invoiceLines = adjustments.length === 0 ? unitLines : [...unitLines, ...adjustments]
  const work = { line, rules, invoiceLines, portions, refusals, midTermChanges, claim }
  return settings.shape === 'folded' && groups.some(isUnfolded) ? { ...work, isUnfolded: true } : work
}

interface Shared {
  readonly scope: ClientScope
  readonly line: SyncedLine
  readonly rules: LineRules
  readonly settings: QuantitySettings
  readonly groups: readonly PortionGroup[]
  readonly byBasis: LineReasons['byBasis']
  readonly slice: LineReasons['slice']
}

function invoiceLineOf(group: PortionGroup, shared: Shared): InvoiceLine {
  const { scope, line, rules, groups } = shared
  const { client, run, previous } = scope
  const { servicePeriod, proration, unitPrice, quantity, portions } = group
  const price = amountText(unitPrice.price, client.currency)
  const twins = groups.filter(
    (other) => samePeriod(other.servicePeriod, servicePeriod) && isUnused(other) === isUnused(group),
  )
  const isWhole = samePeriod(servicePeriod, run.input.billingPeriod)
  const identity = identityOf(scope, line)
  const covered = suppliedOf(group.settled.length === 0 ? portions : [...portions, ...group.settled])
  return {
    lineKey: keyOf(group, shared, twins.length > 1 ? price : undefined),
    ...identity,
    description: textOf(group, { identity, price, shared }),
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

function isUnused({ portions: [first] }: PortionGroup): boolean {
  return first !== undefined && hasOwnLine(first.because)
}

function keyOf(group: PortionGroup, { scope, line }: Shared, priceToTellApart: string | undefined): string {
  const key = lineKeyOf(line.lineId, group.servicePeriod, scope.run.input.billingPeriod, priceToTellApart)
  return isUnused(group) ? `${key}/unused` : key
}

function textOf(
  group: PortionGroup,
  { identity, price, shared }: { identity: ReturnType<typeof identityOf>; price: string; shared: Shared },
): string {
  const { scope, line, settings } = shared
  const described = {
    item: itemNameOf(scope, line),
    line: identity.description,
    quantity: group.quantity,
    unitPrice: price,
    servicePeriod: group.servicePeriod,
    billingPeriod: scope.run.input.billingPeriod,
    proration: group.proration,
    isChange: group.isFolded !== true && group.portions.every(({ kind }) => kind === 'change'),
    isUnused: isUnused(group),
  }
  return descriptionOf(described, settings.text)
}

function reasonsOf(group: PortionGroup, price: string, shared: Shared): LineReasons {
  const { scope, rules, settings, byBasis, slice } = shared
  const { client, run } = scope
  const { unitPrice, portions } = group
  const year = run.input.billingPeriod.start.slice(0, 4)
  const reason = priceReasonOf(portions, unitPrice.rule, price, rules)
  const basis = rules.quantityBasis
  return {
    quantityBasis: basis,
    quantityRule: rules.quantityRule,
    slice,
    byBasis,
    price: reason,
    steps: stepsOf({
      portions,
      settings,
      isFolded: group.isFolded === true,
      quantity: group.quantity,
      servicePeriod: group.servicePeriod,
      proration: group.proration,
      rounded: group,
      amount: group.amount,
      unitPrice: unitPrice.price,
      quantitySource: `${basis} (${rules.quantityRule} rule)`,
      priceWorking: priceWorkingOf(unitPrice, rules, client.currency),
      priceSource: `${reason.words}, ${ruleInWords(reason.rule, reason.since, year)}${priceConditionsOf(
        group.portions.concat(group.settled).map((portion) => portion.unitPrice),
        rules,
      )}`,
      billingPeriod: run.input.billingPeriod,
      currency: client.currency,
      rules,
    }),
    evidence: evidenceOf(portions.map(({ holding }) => holding)),
  }
}
