import type { ArithmeticStep, InvoiceLine, PriceReason } from '../domain/invoice.ts'
import { minorUnitsOf } from '../money/currency.ts'
import { absoluteDecimal, decimal, formatDecimal, roundDecimal, trimmed } from '../money/decimal.ts'
import { isQuantityRuleStep } from './lines/quantity-steps.ts'
import { isAdjustment } from './prices/is-adjustment.ts'
import { monthInWords, trueUpInWords } from './true-ups/true-up-words.ts'
import { dayInWords, daysInWords, periodInWords, seats } from './words.ts'

/** A line in words: a sentence that a client could read, and the arithmetic down to the cent. */
export interface Explanation {
  readonly sentence: string
  readonly rows: readonly ExplanationRow[]
}

/** One row of the working. */
export interface ExplanationRow {
  readonly what: string
  readonly working: string
  readonly result: string
  readonly source: string
}

/** The words of a line, made from its data alone: what they say is what was worked out. */
export function explainLine(line: InvoiceLine, currency: string): Explanation {
  const { trueUp } = line.reasons
  if (trueUp !== undefined) {
    const sentence = `True-up for ${monthInWords(trueUp.billingPeriod)}, ${trueUpInWords(trueUp)} = ${line.amount}`
    return { sentence, rows: rowsOf(line) }
  }
  if (line.source === 'carried') return { sentence: carriedWords(line), rows: rowsOf(line) }
  if (isAdjustment(line)) return { sentence: adjustmentWords(line), rows: rowsOf(line) }
  return { sentence: `${quantityWords(line)}${priceWords(line)} = ${amountWords(line, currency)}`, rows: rowsOf(line) }
}

/** `For 1 Apr to 30 Apr, carried from the tie-out: the fee was for their domain = 24.00`. */
function carriedWords({ servicePeriod, reasons, amount }: InvoiceLine): string {
  const why = reasons.steps.map((step) => step.working).join(', ')
  return `For ${periodInWords(servicePeriod, servicePeriod.end.slice(0, 4))}, ${why} = ${amount}`
}

/** `Discount of 5.00 USD a period (client rule): 5.00 off 12.00 = -5.00`. */
function adjustmentWords({ reasons, amount }: InvoiceLine): string {
  const words = reasons.price?.words ?? ''
  const working = reasons.steps.map((step) => step.working).join(', ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} (${reasons.price?.rule ?? 'house'} rule): ${working} = ${amount}`
}

function quantityWords(line: InvoiceLine): string {
  if (line.source === 'bundle' && line.reasons.price === undefined) return `${line.quantity} in the bundle`
  const { source, quantity, proration, servicePeriod } = line
  const year = servicePeriod.start.slice(0, 4)
  if (source === 'pass-through') return `Charged by the distributor for ${periodInWords(servicePeriod, year)}`
  const units = source === 'bundle' ? 'The monthly amount' : unitWords(line, year)
  if (proration === undefined) {
    return source === 'bundle' ? units : `${units} for ${periodInWords(servicePeriod, year)}`
  }
  const days = daysInWords(proration)
  return `${units}, ${decimal(quantity).units < 0n ? `${days} not used` : `in force ${days}`}`
}

/** `1 seat added 14 Oct` for a change, `17 seats` for what is held, and what rules made of it: `(at least 10: 7 + 3)`. */
function unitWords(line: InvoiceLine, year: string): string {
  const quantity = decimal(line.quantity)
  const size = seats(absoluteDecimal(quantity))
  const ruled = ruledWords(line)
  if (!isChange(line)) return `${seats(quantity)}${ruled}`
  return `${size} ${quantity.units < 0n ? 'removed' : 'added'} ${dayInWords(line.servicePeriod.start, year)}${ruled}`
}

function ruledWords({ reasons }: InvoiceLine): string {
  const ruled = reasons.steps.filter(isQuantityRuleStep).map(({ working }) => working)
  return ruled.length === 0 ? '' : ` (${ruled.join('; ')})`
}

/** A line is a change when nothing but changes of its first day make its quantity. */
function isChange({ proration, reasons }: InvoiceLine): boolean {
  const [first] = reasons.steps
  return proration !== undefined && first?.working.startsWith('change ') === true
}

function priceWords({ source, unitPrice, reasons, proration, servicePeriod }: InvoiceLine): string {
  const { price } = reasons
  const year = servicePeriod.start.slice(0, 4)
  if (price === undefined && source === 'bundle') return ', billed with it'
  if (price === undefined || source === 'manual' || source === 'bundle') {
    const join = proration === undefined && source === 'bundle' ? ' of ' : ', at '
    return `${join}${unitPrice}`
  }
  const why = `${workingOf(reasons.steps, price)}, ${ruleWords(price, year)}`
  return source === 'pass-through' ? ` (${why})` : `, at ${unitPrice} (${why})`
}

/** What the working's first number is, where the rule does not say it itself. */
const startsFrom: Partial<Record<PriceReason['policy'], string>> = {
  'markup-on-cost': 'cost',
  'markup-amount': 'cost',
  margin: 'cost',
  'charge-markup': 'cost',
  'list-less': 'list price',
  tiers: 'tier',
}

function workingOf(steps: readonly ArithmeticStep[], price: PriceReason): string {
  const step = steps.find(({ what }) => what === 'unit price') ?? steps.find(({ what }) => what === 'amount')
  const working = step?.working ?? price.words
  return startsFrom[price.policy] === undefined ? working : `${startsFrom[price.policy] ?? ''} ${working}`
}

function ruleWords({ rule, since }: PriceReason, year: string): string {
  return since === undefined ? `${rule} rule` : `${rule} rule since ${dayInWords(since, year)}`
}

/** `17.5517 -> 17.55`: what it was before the one rounding, cut off after two places more than the currency has. */
function amountWords({ amount, reasons }: InvoiceLine, currency: string): string {
  const exact = reasons.steps.findLast(({ rounding }) => rounding !== undefined)?.rounding?.before
  if (exact === undefined) return amount
  const last = reasons.steps.at(-1)
  // Where a price or a whole term was rounded, the amount was made from that, and the last step says how.
  if (last !== undefined && last.rounding === undefined) return `${last.working} = ${amount}`
  const places = minorUnitsOf(currency) + 2
  const short = formatDecimal(trimmed(roundDecimal(decimal(exact), places, 'down')))
  const isSame = formatDecimal(trimmed(decimal(amount))) === formatDecimal(trimmed(decimal(exact)))
  return isSame ? amount : `${short} -> ${amount}`
}

function rowsOf({ reasons }: InvoiceLine): ExplanationRow[] {
  return reasons.steps.map(({ what, working, result, source, rounding }) => ({
    what,
    working: rounding === undefined ? working : `${working} = ${rounding.before}, rounded ${rounding.rule}`,
    result,
    source,
  }))
}
