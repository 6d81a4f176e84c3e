import type { PassThroughLine } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { CoveredSupply, InvoiceLine, LineReasons } from '../../domain/invoice.ts'
import type { Period } from '../../domain/period.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import { multiplyDecimals, type Decimal } from '../../money/decimal.ts'
import { fractionOfDecimal, roundFraction } from '../../money/fraction.ts'
import type { Money } from '../../money/money.ts'
import { digitsOf } from '../amount.ts'
import { amountText, knownAmountText, knownNumberText } from '../numbers-as-text.ts'
import { rulesFor, type LineRules, type PriceRule } from '../rules.ts'
import { markupFactor } from '../markup-factor.ts'
import { mostUnitPricePlaces } from '../prices/exact-price.ts'
import { markupInWords, periodInWords } from '../words.ts'
import { identityOf } from './line-identity.ts'
import { ruleInWords } from './line-reasons.ts'
import type { ClientScope, LineWork, RefusedCharge } from './line-work.ts'

/** The distributor's own charges, one invoice line each, at cost with the markup; signs are kept. */
export function passThroughLines(scope: ClientScope, line: PassThroughLine, charges: readonly Charge[]): LineWork {
  const rules = rulesFor(scope.run, scope.client, line)
  const rule = repricingRule(rules)
  const invoiceLines: InvoiceLine[] = []
  const refusedCharges: RefusedCharge[] = []
  for (const charge of charges) {
    const source = rule.policy.from === 'list' ? charge.listAmount : charge.cost
    if (source === 'unknown') {
      refusedCharges.push({ charge, reason: rule.policy.from === 'list' ? 'unknown-list-amount' : 'unknown-cost' })
    } else if (source.currency !== scope.client.currency) refusedCharges.push({ charge, reason: 'currency-mismatch' })
    else if (source.units !== 0n) invoiceLines.push(invoiceLineOf(scope, { line, charge, rules, rule, source }))
  }
  const none = { portions: [], refusals: [], midTermChanges: [], claim: undefined }
  return { line, rules, invoiceLines, refusedCharges, ...none }
}

type RepricingRule = Omit<PriceRule, 'policy'> & { policy: Extract<PriceRule['policy'], { policy: 'sync' }> }

/** A held unit price says nothing about a charge, so the nearest rule that follows the source applies. */
function repricingRule({ prices }: LineRules): RepricingRule {
  for (const { level, policy, since, words } of prices) {
    if (policy.policy === 'sync') return { level, policy, since, words }
  }
  return {
    level: 'house',
    policy: { policy: 'sync', from: 'cost', markupPercent: { units: 0n, scale: 0 } },
    since: undefined,
    words: 'cost + 0 %',
  }
}

interface Repricing {
  readonly line: PassThroughLine
  readonly charge: Charge
  readonly rules: LineRules
  readonly rule: RepricingRule
  readonly source: Money
}

function invoiceLineOf(scope: ClientScope, repricing: Repricing): InvoiceLine {
  const { run, client } = scope
  const { line, charge, rules, rule, source } = repricing
  const exact = rule.policy.from === 'list' ? source : multiplyDecimals(source, markupFactor(rule.policy.markupPercent))
  const amount = roundFraction(fractionOfDecimal(exact), minorUnitsOf(client.currency), rules.rounding)
  const text = amountText(amount, client.currency)
  const servicePeriod = charge.servicePeriod ?? run.input.billingPeriod
  const cost = charge.cost
  return {
    lineKey: `${line.lineId}/${charge.connectionId}/${charge.invoiceId}/${charge.chargeId}`,
    ...identityOf(scope, line),
    description: describe(charge, servicePeriod),
    servicePeriod,
    quantity: '1',
    unitPrice: text,
    proration: undefined,
    amount: text,
    taxable: rules.taxable,
    source: 'pass-through',
    was: undefined,
    cost: knownAmountText(cost !== 'unknown' && cost.currency === client.currency ? cost : 'unknown'),
    covers: [coverOf(charge, servicePeriod)],
    reasons: reasonsOf(scope, repricing, { exact, amount: text }),
  }
}

function coverOf(charge: Charge, servicePeriod: Period): CoveredSupply {
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

/** The distributor's own words, with the days they are for. */
function describe({ description, productName }: Charge, servicePeriod: Period): string {
  return `${description === '' ? (productName ?? 'Charge') : description}, ${periodInWords(servicePeriod)}`
}

function reasonsOf(
  { run, client }: ClientScope,
  { charge, rules, rule, source }: Repricing,
  { exact, amount }: { exact: Decimal; amount: string },
): LineReasons {
  const year = run.input.billingPeriod.start.slice(0, 4)
  const { words } = rule
  const base = amountText(source, client.currency)
  const working = rule.policy.from === 'list' ? base : markupInWords(base, rule.policy.markupPercent)
  const before = digitsOf(fractionOfDecimal(exact), mostUnitPricePlaces)
  return {
    quantityBasis: 'as-charged',
    quantityRule: 'model',
    slice: [],
    byBasis: [],
    price: {
      policy: rule.policy.from === 'list' ? 'list' : 'charge-markup',
      rule: rule.level,
      ...(rule.since === undefined ? {} : { since: rule.since }),
      beaten: rules.prices
        .filter(({ policy }) => policy !== rule.policy)
        .map((other) => ({ rule: other.level, words: `${other.level}: ${other.words}` })),
      words,
      unitCost: knownAmountText(charge.unitCost),
      listPrice: knownAmountText(charge.listUnitPrice),
      unitPrice: amount,
    },
    steps: [
      { what: 'charge', working: chargeInWords(charge), result: base, source: charge.invoiceId, rounding: undefined },
      {
        what: 'amount',
        working,
        result: amount,
        source: `${words}, ${ruleInWords(rule.level, rule.since, year)}; rounded once, per charge (${rules.roundingRule} rule)`,
        rounding: { rule: rules.rounding, before },
      },
    ],
    // The charge itself is the evidence; the line's `covers` names it.
    evidence: [],
  }
}

function chargeInWords({ chargeId, kind, quantity }: Charge): string {
  const units = quantity === 'unknown' ? 'quantity not stated' : `quantity ${knownNumberText(quantity)}`
  return `charge ${chargeId} (${kind}, ${units})`
}
