import { samePeriod, type Period } from '../domain/period.ts'
import { addDecimals, sumDecimals, zero, type Decimal } from '../money/decimal.ts'
import { chargedDays, clip, daysOf, periodOfDays, shareOfDays, type Days } from './components.ts'
import { amountText } from './amount-text.ts'
import { lineRefsOf } from './findings.ts'
import type { Lookups } from './lookups.ts'
import { minorUnitsOf } from '../money/currency.ts'
import type { MatchGroup } from './match-groups.ts'
import { findingSentence } from './sentence.ts'
import type { Supply } from './supply.ts'
import type { Finding } from './tie-out.ts'

/**
 * What client lines bill in the period for days on which no charge was read. It costs us nothing in any invoice, so it
 * stands in the control total as 0 with its revenue beside. A missing charge is no overcharge by the distributor.
 */
export function billedNotBought(groups: readonly MatchGroup[], period: Period, lookups: Lookups): Finding[] {
  return groups.flatMap((group) => {
    if (isChargedAsBilled(group)) return []
    const pieces = uncharged(group, daysOf(period))
    return pieces.length === 0 ? [] : (findingOf(group, pieces, lookups) ?? [])
  })
}

/** One line and one charge for the same days: most groups are so, and need no days counted. */
function isChargedAsBilled({ charges, supplies }: MatchGroup): boolean {
  const charged = charges.length === 1 ? charges[0]?.charge.servicePeriod : undefined
  const billed = supplies.length === 1 ? supplies[0]?.period : undefined
  return charged !== undefined && billed !== undefined && samePeriod(charged, billed)
}

interface Piece {
  readonly supply: Supply
  readonly days: Days
}

function uncharged(group: MatchGroup, within: Days): Piece[] {
  const posted = group.supplies.filter((supply) => supply.posted)
  if (posted.length === 0) return []
  if (group.by === 'charge' && group.charges.length > 0) return []
  const charged = chargedDays(group)
  return posted.flatMap((supply) => {
    const days = clip(daysOf(supply.period), within)
    return days === undefined ? [] : without(days, charged).map((part) => ({ supply, days: part }))
  })
}

/** The days that none of the stretches, in order and apart, take away. */
function without(days: Days, stretches: readonly Days[]): Days[] {
  const left: Days[] = []
  let { start } = days
  for (const stretch of stretches) {
    const taken = clip(stretch, { start, end: days.end })
    if (taken === undefined) continue
    if (taken.start > start) left.push({ start, end: taken.start })
    start = taken.end
    if (start >= days.end) return left
  }
  return [...left, { start, end: days.end }]
}

function findingOf(group: MatchGroup, pieces: readonly Piece[], lookups: Lookups): Finding[] | undefined {
  const [first] = pieces
  if (first === undefined) return undefined
  const supplies = [...new Set(pieces.map(({ supply }) => supply))]
  const revenue = revenueOf(pieces)
  const cost = costOf(pieces)
  // Lines that take each other back bill nothing.
  if (revenue.length === 0 && (cost === 'unknown' || cost.units === 0n)) return undefined
  const { supply } = first
  const nothing = amountText(zero, group.currency)
  const finding: Omit<Finding, 'sentence'> = {
    class: 'billed-not-bought',
    asks: 'person',
    connectionId: supply.connectionId,
    invoiceId: undefined,
    clientId: supply.clientId,
    companyId: supply.companyId,
    subscriptionId: supply.subscriptionId,
    productId: supply.productId,
    productName: undefined,
    servicePeriod: periodOfDays({
      start: Math.min(...pieces.map(({ days }) => days.start)),
      end: Math.max(...pieces.map(({ days }) => days.end)),
    }),
    currency: group.currency,
    cost: nothing,
    revenue,
    charged: { cost: nothing, quantity: '0', quantityDays: '0', unitCost: undefined },
    billed: {
      cost: cost === 'unknown' ? cost : amountText(cost, group.currency),
      quantity: 'unknown',
      quantityDays: 'unknown',
      unitCost: 'unknown',
    },
    held: 'unknown',
    evidence: { chargeIds: [], invoiceLines: lineRefsOf(supplies) },
    caveats: [],
  }
  return [{ ...finding, sentence: findingSentence(finding, lookups) }]
}

function costOf(pieces: readonly Piece[]): Decimal | 'unknown' {
  const costs: Decimal[] = []
  for (const { supply, days } of pieces) {
    if (supply.cost === 'unknown') return 'unknown'
    costs.push(shareOfDays(supply.cost, daysOf(supply.period), days, minorUnitsOf(supply.costCurrency)))
  }
  return sumDecimals(costs)
}

function revenueOf(pieces: readonly Piece[]): Finding['revenue'] {
  const sums = new Map<string, Decimal>()
  for (const { supply, days } of pieces) {
    const { currency } = supply.revenue
    const share = shareOfDays(supply.revenue, daysOf(supply.period), days, minorUnitsOf(currency))
    sums.set(currency, addDecimals(sums.get(currency) ?? zero, share))
  }
  return [...sums]
    .filter(([, amount]) => amount.units !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => ({ currency, amount: amountText(amount, currency) }))
}
