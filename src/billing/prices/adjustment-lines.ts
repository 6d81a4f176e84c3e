import type { BillingLine, RuleLevel } from '../../domain/billing-config.ts'
import type { InvoiceLine, PriceReason } from '../../domain/invoice.ts'
import { minorUnitsOf, type Currency } from '../../money/currency.ts'
import {
  addDecimals,
  compareDecimals,
  decimal,
  roundDecimal,
  subtractDecimals,
  zero,
  type Decimal,
} from '../../money/decimal.ts'
import type { Money } from '../../money/money.ts'
import { identityOf } from '../lines/line-identity.ts'
import type { ClientScope } from '../lines/line-work.ts'
import { amountText } from '../numbers-as-text.ts'
import type { LineRules } from '../rules.ts'

/** What one billing line came to before amounts are taken off it or added to it. */
export interface AdjustedLine {
  readonly line: BillingLine
  readonly rules: LineRules
  readonly invoiceLines: readonly InvoiceLine[]
}

/**
 * The invoice lines that take the discounts' amounts off a billing line, at most what it bills, and then the one that
 * lifts it to its minimum charge. Both are for the whole period, however many days of it are billed. A line that bills
 * nothing, or credits, has none.
 */
export function adjustmentLines(scope: ClientScope, adjusted: AdjustedLine): readonly InvoiceLine[] {
  const { discounts, minimumCharge } = adjusted.rules
  if (discounts === undefined && minimumCharge === undefined) return []
  const billed = adjusted.invoiceLines.reduce<Decimal>((sum, { amount }) => addDecimals(sum, decimal(amount)), zero)
  if (billed.units <= 0n) return []
  const lines: InvoiceLine[] = []
  let left = billed
  for (const { value, number } of amountsOff(adjusted.rules)) {
    const off = smaller(inCurrency(value, scope, adjusted.rules), left)
    if (off.units === 0n || discounts === undefined) continue
    lines.push(discountLine(scope, adjusted, { off, value, left, number, rule: discounts.rule }))
    left = subtractDecimals(left, off)
  }
  if (minimumCharge === undefined) return lines
  const least = inCurrency(minimumCharge.value, scope, adjusted.rules)
  const missing = subtractDecimals(least, left)
  if (missing.units <= 0n) return lines
  return [...lines, minimumLine(scope, adjusted, { missing, least, left, rule: minimumCharge.rule })]
}

/** The currency of a stated discount or minimum that is not the client's; the line cannot be billed then. */
export function statedElsewhere({ discounts, minimumCharge }: LineRules, currency: Currency): Currency | undefined {
  if (minimumCharge !== undefined && minimumCharge.value.currency !== currency) return minimumCharge.value.currency
  return amountsOff({ discounts }).find(({ value }) => value.currency !== currency)?.value.currency
}

function amountsOff({ discounts }: Pick<LineRules, 'discounts'>): { value: Money; number: number }[] {
  return (discounts?.value ?? [])
    .flatMap((discount) => ('amount' in discount ? [discount.amount] : []))
    .map((value, index) => ({ value, number: index + 1 }))
}

function inCurrency(value: Money, { client }: ClientScope, { rounding }: LineRules): Decimal {
  return roundDecimal(value, minorUnitsOf(client.currency), rounding)
}

function smaller(a: Decimal, b: Decimal): Decimal {
  return compareDecimals(a, b) <= 0 ? a : b
}

function discountLine(
  scope: ClientScope,
  adjusted: AdjustedLine,
  of: { off: Decimal; value: Money; left: Decimal; number: number; rule: RuleLevel },
): InvoiceLine {
  const { currency } = scope.client
  const stated = amountText(of.value, currency)
  const cap = compareDecimals(of.value, of.left) > 0 ? ', at most what the line bills' : ''
  return adjustmentLine(scope, adjusted, {
    key: `discount-${String(of.number)}`,
    text: 'discount',
    quantity: '-1',
    unitPrice: amountText(of.off, currency),
    amount: amountText({ units: -of.off.units, scale: of.off.scale }, currency),
    working: `${stated} off ${amountText(of.left, currency)}${cap}`,
    price: { policy: 'discount', rule: of.rule, words: `discount of ${stated} ${currency} a period` },
  })
}

function minimumLine(
  scope: ClientScope,
  adjusted: AdjustedLine,
  of: { missing: Decimal; least: Decimal; left: Decimal; rule: RuleLevel },
): InvoiceLine {
  const { currency } = scope.client
  const [least, missing] = [amountText(of.least, currency), amountText(of.missing, currency)]
  return adjustmentLine(scope, adjusted, {
    key: 'minimum',
    text: `up to the minimum of ${least}`,
    quantity: '1',
    unitPrice: missing,
    amount: missing,
    working: `${least} - ${amountText(of.left, currency)}`,
    price: { policy: 'minimum-charge', rule: of.rule, words: `minimum charge of ${least} ${currency} a period` },
  })
}

interface Adjustment {
  readonly key: string
  readonly text: string
  readonly quantity: string
  readonly unitPrice: string
  readonly amount: string
  readonly working: string
  readonly price: Pick<PriceReason, 'policy' | 'rule' | 'words'>
}

function adjustmentLine(scope: ClientScope, { line, rules }: AdjustedLine, adjustment: Adjustment): InvoiceLine {
  const { key, text, quantity, unitPrice, amount, working, price } = adjustment
  const identity = identityOf(scope, line)
  return {
    lineKey: `${line.lineId}/${key}`,
    ...identity,
    description: `${identity.description}: ${text}`,
    servicePeriod: scope.run.input.billingPeriod,
    quantity,
    unitPrice,
    proration: undefined,
    amount,
    taxable: rules.taxable,
    source: 'synced',
    was: undefined,
    cost: amountText(zero, scope.client.currency),
    covers: [],
    reasons: {
      quantityBasis: rules.quantityBasis,
      quantityRule: rules.quantityRule,
      slice: [],
      byBasis: [],
      price: { ...price, beaten: [], unitCost: 'unknown', listPrice: 'unknown', unitPrice },
      steps: [
        { what: 'amount', working, result: amount, source: `${price.words}, ${price.rule} rule`, rounding: undefined },
      ],
      evidence: [],
    },
  }
}
