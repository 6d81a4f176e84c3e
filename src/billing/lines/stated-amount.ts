import type { BillingLine, ManualLine, QuantityBasis } from '../../domain/billing-config.ts'
import type { DecimalText, InvoiceLine, LineReasons, PriceReason } from '../../domain/invoice.ts'
import { contains, formatMonth, type Period } from '../../domain/period.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import type { Decimal } from '../../money/decimal.ts'
import { roundFraction } from '../../money/fraction.ts'
import type { Rounding } from '../../money/rounding.ts'
import type { Money } from '../../money/money.ts'
import { exactAmount } from '../amount.ts'
import { windowOf } from '../claims.ts'
import { amountText, plainNumber } from '../numbers-as-text.ts'
import { shareOf } from '../portions/day-count.ts'
import type { LineRules } from '../rules.ts'
import type { RunContext } from '../run-context.ts'
import { daysInWords, periodInWords } from '../words.ts'
import { identityOf, lineKeyOf, wasLine } from './line-identity.ts'
import { stepsOf } from './line-reasons.ts'
import type { ClientScope } from './line-work.ts'

/** The days for which a line with a stated amount is billed, and their share of the period. */
export interface StatedSpan {
  readonly servicePeriod: Period
  readonly proration: InvoiceLine['proration']
}

/**
 * A stated quantity or amount is held on every day on which its line is billed, so the quantity basis decides about a
 * line that begins or ends inside the period: `whole-at-start` looks at the first day, `whole-at-end` at the last,
 * `daily` bills its days.
 */
export function statedSpan(run: RunContext, line: BillingLine, basis: QuantityBasis): StatedSpan | undefined {
  const period = run.input.billingPeriod
  const window = windowOf(line, period)
  if (window === undefined) return undefined
  if (basis === 'daily') return { servicePeriod: window, proration: shareOf(window, period) }
  const day = basis === 'whole-at-start' ? period.start : run.lastDay
  return contains(window, day) ? { servicePeriod: period, proration: undefined } : undefined
}

/** A line for one month is billed whole in that month; one whose days do not touch the month is not billed. */
export function manualSpan(run: RunContext, line: ManualLine, basis: QuantityBasis): StatedSpan | undefined {
  if (line.month === undefined) return statedSpan(run, line, basis)
  const period = run.input.billingPeriod
  const isItsMonth = formatMonth(period) === line.month && windowOf(line, period) !== undefined
  return isItsMonth ? { servicePeriod: period, proration: undefined } : undefined
}

/** What a line with a stated quantity and price bills; the caller adds what it covers and costs. */
export interface StatedLine {
  readonly line: BillingLine
  readonly rules: LineRules
  readonly span: StatedSpan
  readonly quantity: Decimal
  readonly unitPrice: Money
  readonly source: InvoiceLine['source']
  readonly cost: DecimalText | 'unknown'
  readonly covers: InvoiceLine['covers']
  readonly policy: PriceReason['policy']
  readonly words: string
  readonly evidence: LineReasons['evidence']
  readonly slice: LineReasons['slice']
}

export function statedInvoiceLine(scope: ClientScope, stated: StatedLine): InvoiceLine {
  const { run, client, previous } = scope
  const { line, rules, span, quantity, unitPrice } = stated
  const { servicePeriod, proration } = span
  const price = amountText(unitPrice, client.currency)
  const identity = identityOf(scope, line)
  const days = proration === undefined ? '' : `, ${periodInWords(servicePeriod)} (${daysInWords(proration)})`
  return {
    lineKey: lineKeyOf(line.lineId, servicePeriod, run.input.billingPeriod, undefined),
    ...identity,
    description: `${identity.description}${days}`,
    servicePeriod,
    quantity: plainNumber(quantity),
    unitPrice: price,
    proration,
    amount: amountText(statedAmount(stated, client.currency, rules.rounding), client.currency),
    taxable: rules.taxable,
    source: stated.source,
    was: proration === undefined ? wasLine(previous.wholeLines(line.lineId), price, true) : undefined,
    cost: stated.cost,
    covers: stated.covers,
    reasons: reasonsOf(scope, stated, price),
  }
}

function statedAmount({ quantity, unitPrice, span }: StatedLine, currency: string, rounding: Rounding): Decimal {
  const exact = exactAmount({ quantity, unitPrice, proration: span.proration })
  return roundFraction(exact, minorUnitsOf(currency), rounding)
}

function reasonsOf({ run, client }: ClientScope, stated: StatedLine, price: string): LineReasons {
  const { rules, span, quantity, unitPrice, words } = stated
  return {
    quantityBasis: stated.policy === 'fixed' ? 'fixed' : 'manual',
    quantityRule: 'line',
    slice: stated.slice,
    byBasis: [],
    price: {
      policy: stated.policy,
      rule: 'line',
      beaten: [],
      words,
      unitCost: 'unknown',
      listPrice: 'unknown',
      unitPrice: price,
    },
    steps: stepsOf({
      portions: [],
      quantity,
      quantitySource: 'stated on the line',
      unitPrice,
      priceWorking: words,
      priceSource: 'line rule',
      ...span,
      billingPeriod: run.input.billingPeriod,
      rounded: { exact: exactAmount({ quantity, unitPrice, proration: span.proration }) },
      amount: statedAmount(stated, client.currency, rules.rounding),
      currency: client.currency,
      rules,
    }),
    evidence: stated.evidence,
  }
}
