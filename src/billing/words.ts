import type { PricePolicy, TierPolicy } from '../domain/price-policy.ts'
import type { Period } from '../domain/period.ts'
import { addDays, type PlainDate } from '../domain/plain-date.ts'
import { absoluteDecimal, compareDecimals, formatDecimal, zero, type Decimal } from '../money/decimal.ts'
import { formatMoney } from '../money/money.ts'
import { markupFactor } from './markup-factor.ts'
import { plainNumber } from './numbers-as-text.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `14 Oct`, and `14 Oct 2026` where the year is not the one that the reader expects. */
export function dayInWords(day: PlainDate, expectedYear?: string): string {
  const month = months[Number(day.slice(5, 7)) - 1] ?? day.slice(5, 7)
  const short = `${String(Number(day.slice(8, 10)))} ${month}`
  return day.slice(0, 4) === expectedYear ? short : `${short} ${day.slice(0, 4)}`
}

/** `Oct 2026`. */
export function monthInWords(day: PlainDate): string {
  return `${months[Number(day.slice(5, 7)) - 1] ?? day.slice(5, 7)} ${day.slice(0, 4)}`
}

/** First and last day, both inside, as people write periods: `1 Oct to 9 Oct`. */
export function periodInWords(period: Period, expectedYear?: string): string {
  return `${dayInWords(period.start, expectedYear)} to ${dayInWords(addDays(period.end, -1), expectedYear)}`
}

/** `+1` or `-2`: a change always shows its sign. */
export function signed(quantity: Decimal): string {
  return compareDecimals(quantity, zero) > 0 ? `+${plainNumber(quantity)}` : plainNumber(quantity)
}

export function policyInWords(policy: PricePolicy): string {
  switch (policy.policy) {
    case 'hold': {
      const until = policy.until === undefined ? '' : ` until ${dayInWords(policy.until)}`
      return `held at ${formatMoney(policy.unitPrice)}${until}`
    }
    case 'sync':
      return policy.from === 'list' ? 'list price' : `cost + ${plainNumber(policy.markupPercent)} %`
    case 'markup-amount':
      return `cost + ${formatMoney(policy.amount)} a unit`
    case 'margin':
      return `cost at a margin of ${plainNumber(policy.percent)} %`
    case 'list-less':
      return `list price - ${plainNumber(policy.percent)} %`
    case 'tiers':
      return `${policy.mode} tiers: ${policy.steps.map(tierInWords).join(', ')}`
  }
}

function tierInWords({ upTo, unitPrice }: TierPolicy['steps'][number]): string {
  const units = upTo === undefined ? 'all further' : `up to ${plainNumber(upTo)}`
  return `${units} at ${formatMoney(unitPrice)}`
}

/** `25.19 x 1.20`, with at least two places in the factor, as a price list would write it. */
export function markupInWords(cost: string, markupPercent: Decimal): string {
  return `${cost} x ${formatDecimal(markupFactor(markupPercent))}`
}

/** `17 seats`, `1 seat`, `+1 seat`. */
export function seats(quantity: Decimal, written: string = plainNumber(quantity)): string {
  const isOne = compareDecimals(absoluteDecimal(quantity), { units: 1n, scale: 0 }) === 0
  return `${written} ${isOne ? 'seat' : 'seats'}`
}

/** `18 of 31 days`. */
export function daysInWords({ days, of }: { readonly days: number; readonly of: number }): string {
  return `${String(days)} of ${String(of)} days`
}
