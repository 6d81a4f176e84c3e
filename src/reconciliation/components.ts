import { dayNumber, plainDateOfDayNumber } from '../domain/plain-date.ts'
import type { Known } from '../domain/known.ts'
import type { Period } from '../domain/period.ts'
import { addDecimals, roundDecimal, subtractDecimals, type Decimal } from '../money/decimal.ts'
import { fraction, fractionOfDecimal, multiplyFractions, roundFraction } from '../money/fraction.ts'
import { minorUnitsOf } from '../money/currency.ts'
import type { MatchGroup, PlacedCharge } from './match-groups.ts'
import type { Supply } from './supply.ts'

/** Days as numbers, half-open. */
export interface Days {
  readonly start: number
  readonly end: number
}

/** The part of a supply that falls on the days of a component. */
export interface SupplyPart {
  readonly supply: Supply
  readonly days: Days
}

/**
 * One stretch of service of a group: charges whose periods overlap one another, and the parts of client lines that fall
 * on the same days. A charge by its id is a component of its own, whatever the days.
 */
export interface Component {
  readonly group: MatchGroup
  readonly charges: readonly PlacedCharge[]
  /** Undefined: compared as a whole, without regard to days. */
  readonly days: Days | undefined
  readonly posted: readonly SupplyPart[]
  readonly waiting: readonly SupplyPart[]
  /** Posted lines for these days whose cost is in another currency. */
  readonly foreign: readonly Supply[]
  /** Decimal places in which parts of a difference are stated: the currency's own, or finer where a cost is. */
  readonly places: number
}

export function componentsOf(group: MatchGroup): Component[] {
  if (group.charges.length === 0) return []
  const places = placesOf(group)
  if (group.by === 'charge') return [wholeComponent(group, places)]
  const found = stretches(group.charges)
  const parts = partsByStretch(group.supplies, found)
  const abroad = group.foreignSupplies.filter(({ posted }) => posted)
  const foreign = partsByStretch(abroad, found)
  return found.map(({ charges, days }, index) => ({
    group,
    charges,
    days,
    posted: (parts[index] ?? []).filter(({ supply }) => supply.posted),
    waiting: (parts[index] ?? []).filter(({ supply }) => !supply.posted),
    foreign: (foreign[index] ?? []).map(({ supply }) => supply),
    places,
  }))
}

/** The days that a group's charges are for, in order and apart; none for a charge that is compared as a whole. */
export function chargedDays(group: MatchGroup): Days[] {
  return group.by === 'charge' ? [] : stretches(group.charges).map(({ days }) => days)
}

export function daysOf(period: Period): Days {
  return { start: dayNumber(period.start), end: dayNumber(period.end) }
}

export function periodOfDays(days: Days): Period {
  return { start: plainDateOfDayNumber(days.start), end: plainDateOfDayNumber(days.end) }
}

export function clip(days: Days, within: Days): Days | undefined {
  const start = Math.max(days.start, within.start)
  const end = Math.min(days.end, within.end)
  return start < end ? { start, end } : undefined
}

/**
 * An amount's share for some of its days. Each share is the rounded amount up to its last day less that up to its first,
 * so the shares of adjoining stretches add up to the amount exactly.
 */
export function shareOfDays(amount: Decimal, all: Days, part: Days, places: number): Decimal {
  if (part.start === all.start && part.end === all.end) return amount
  return subtractDecimals(amountUntil(amount, all, part.end, places), amountUntil(amount, all, part.start, places))
}

function amountUntil(amount: Decimal, all: Days, day: number, places: number): Decimal {
  if (day === all.end) return amount
  const share = multiplyFractions(fractionOfDecimal(amount), fraction(day - all.start, all.end - all.start))
  return roundFraction(share, places, 'half-even')
}

function wholeComponent(group: MatchGroup, places: number): Component {
  const parts = group.supplies.map((supply) => ({ supply, days: daysOf(supply.period) }))
  return {
    group,
    charges: group.charges,
    days: undefined,
    posted: parts.filter(({ supply }) => supply.posted),
    waiting: parts.filter(({ supply }) => !supply.posted),
    foreign: group.foreignSupplies.filter(({ posted }) => posted),
    places,
  }
}

interface Stretch {
  readonly charges: PlacedCharge[]
  readonly days: Days
}

/** Adjoining periods stay apart: a month and the next are two stretches. */
function stretches(charges: PlacedCharge[]): Stretch[] {
  const only = charges.length === 1 ? charges[0]?.charge.servicePeriod : undefined
  if (only !== undefined) return [{ charges, days: daysOf(only) }]
  const dated = charges.flatMap((placed) => {
    const { servicePeriod } = placed.charge
    return servicePeriod === undefined ? [] : [{ placed, days: daysOf(servicePeriod) }]
  })
  dated.sort((a, b) => a.days.start - b.days.start)
  const found: { charges: PlacedCharge[]; days: Days }[] = []
  for (const { placed, days } of dated) {
    const last = found.at(-1)
    if (last === undefined || days.start >= last.days.end) {
      found.push({ charges: [placed], days })
    } else {
      last.charges.push(placed)
      last.days = { start: last.days.start, end: Math.max(last.days.end, days.end) }
    }
  }
  return found
}

/** The parts of the supplies on each stretch; stretches are in order and apart, so a supply finds its first by halving. */
function partsByStretch(supplies: readonly Supply[], found: readonly Stretch[]): SupplyPart[][] {
  const parts: SupplyPart[][] = found.map(() => [])
  for (const supply of supplies) {
    const all = daysOf(supply.period)
    for (let index = firstEndingAfter(found, all.start); index < found.length; index += 1) {
      const days = clip(all, found[index]?.days ?? all)
      if (days === undefined) break
      parts[index]?.push({ supply, days })
    }
  }
  return parts
}

function firstEndingAfter(found: readonly Stretch[], day: number): number {
  let low = 0
  let high = found.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((found[middle]?.days.end ?? 0) > day) high = middle
    else low = middle + 1
  }
  return low
}

const mostPlaces = 12

/** The charges' own places: our cost of a line is rounded to what a charge can state before the two are compared. */
function placesOf(group: MatchGroup): number {
  let places = minorUnitsOf(group.currency)
  for (const { charge } of group.charges) {
    if (charge.cost !== 'unknown') places = Math.max(places, significantPlaces(charge.cost))
  }
  return Math.min(places, mostPlaces)
}

/** Trailing zeros say nothing: 22.000 has no more places than 22. */
function significantPlaces(value: Decimal): number {
  let places = Math.min(value.scale, mostPlaces)
  let { units } = roundDecimal(value, places, 'half-even')
  while (places > 0 && units % 10n === 0n) {
    units /= 10n
    places -= 1
  }
  return places
}

export function sumOfKnown(values: readonly Known<Decimal>[]): Decimal {
  return values.reduce<Decimal>((sum, value) => (value === 'unknown' ? sum : addDecimals(sum, value)), {
    units: 0n,
    scale: 0,
  })
}
