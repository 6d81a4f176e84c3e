import type { BillingLine, ManualLine, QuantityBasis } from '../../domain/billing-config.ts'
import type { DecimalText, InvoiceLine, LineReasons, PriceReason } from '../../domain/invoice.ts'
import { contains, formatMonth, type Period } from '../../domain/period.ts'
import type { DayCount } from '../../domain/quantity-rules.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import type { Decimal } from '../../money/decimal.ts'
import type { Money } from '../../money/money.ts'
import { windowOf } from '../claims.ts'
import { amountText, plainNumber } from '../numbers-as-text.ts'
import { shareOf } from '../portions/day-count.ts'
import type { QuantitySettings } from '../quantity/quantity-settings.ts'
import type { LineRules } from '../rules.ts'
import type { RunContext } from '../run-context.ts'
import { daysInWords, periodInWords } from '../words.ts'
import { roundedAmount, type RoundedAmount } from './line-amount.ts'
import { descriptionOf } from './line-description.ts'
import { identityOf, itemNameOf, lineKeyOf, wasLine } from './line-identity.ts'
import { stepsOf } from './line-reasons.ts'
import type { ClientScope } from './line-work.ts'

/** The days for which a line with a stated amount is billed, and their share of the period. */
export interface StatedSpan {
  readonly servicePeriod: Period
  readonly proration: InvoiceLine['proration']
}

/**
 * A stated quantity or amount is held on every day on which its line is billed, so the quantity basis decides about a
 * line that begins or ends inside the period: `whole-at-start` looks at the first day, `whole-at-end` at the last, `peak`
 * at any; `daily` bills its days, and so does `as-billed`, since nobody charges a stated line.
 */
export function statedSpan(
  run: RunContext,
  line: BillingLine,
  basis: QuantityBasis,
  dayCount: DayCount = 'actual',
): StatedSpan | undefined {
  const period = run.input.billingPeriod
  const window = windowOf(line, period)
  if (window === undefined) return undefined
  if (basis === 'daily' || basis === 'as-billed') {
    return { servicePeriod: window, proration: shareOf(window, period, dayCount) }
  }
  if (basis === 'peak') return { servicePeriod: period, proration: undefined }
  const day = basis === 'whole-at-start' ? period.start : run.lastDay
  return contains(window, day) ? { servicePeriod: period, proration: undefined } : undefined
}

/** A line for one month is billed whole in that month; one whose days do not touch the month is not billed. */
export function manualSpan(
  run: RunContext,
  line: ManualLine,
  basis: QuantityBasis,
  dayCount: DayCount,
): StatedSpan | undefined {
  if (line.month === undefined) return statedSpan(run, line, basis, dayCount)
  const period = run.input.billingPeriod
  const isItsMonth = formatMonth(period) === line.month && windowOf(line, period) !== undefined
  return isItsMonth ? { servicePeriod: period, proration: undefined } : undefined
}

/** What a line with a stated quantity and price bills; the caller adds what it covers and costs. */
export interface StatedLine {
  readonly line: BillingLine
  readonly rules: LineRules
  readonly settings: QuantitySettings
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
  const rounded = statedAmount(stated, client.currency)
  const price = amountText(unitPrice, client.currency)
  const identity = identityOf(scope, line)
  return {
    lineKey: lineKeyOf(line.lineId, servicePeriod, run.input.billingPeriod, undefined),
    ...identity,
    description: textOf(scope, stated, identity.description, price),
    servicePeriod,
    quantity: plainNumber(quantity),
    unitPrice: price,
    proration,
    amount: amountText(rounded.amount, client.currency),
    taxable: rules.taxable,
    source: stated.source,
    was: proration === undefined ? wasLine(previous.wholeLines(line.lineId), price, true) : undefined,
    cost: stated.cost,
    covers: stated.covers,
    reasons: reasonsOf(scope, stated, { price, rounded }),
  }
}

function textOf(
  scope: ClientScope,
  { line, span, quantity, settings }: StatedLine,
  text: string,
  price: string,
): string {
  const described = {
    ...span,
    item: itemNameOf(scope, line),
    line: text,
    quantity,
    unitPrice: price,
    billingPeriod: scope.run.input.billingPeriod,
    isChange: false,
    isUnused: false,
  }
  if (settings.text !== undefined || span.proration === undefined) return descriptionOf(described, settings.text)
  return `${text}, ${periodInWords(span.servicePeriod)} (${daysInWords(span.proration)})`
}

function statedAmount({ quantity, unitPrice, span, rules, settings }: StatedLine, currency: string): RoundedAmount {
  return roundedAmount(
    [],
    { quantity, unitPrice, proration: span.proration },
    {
      places: minorUnitsOf(currency),
      rounding: rules.rounding,
      place: settings.roundingPlace,
      netting: settings.netting,
    },
  )
}

function reasonsOf(
  { run, client }: ClientScope,
  stated: StatedLine,
  { price, rounded }: { readonly price: string; readonly rounded: RoundedAmount },
): LineReasons {
  const { rules, settings, span, quantity, unitPrice, words } = stated
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
      rounded,
      settings,
      amount: rounded.amount,
      currency: client.currency,
      rules,
    }),
    evidence: stated.evidence,
  }
}
