import type { Period } from '../../domain/period.ts'
import { earlier, later } from '../../domain/plain-date.ts'
import { compareDecimals, sumDecimals, trimmed, type Decimal } from '../../money/decimal.ts'
import {
  addFractions,
  compareFractions,
  fractionOfDecimal,
  roundFraction,
  type Fraction,
} from '../../money/fraction.ts'
import { exactAmount } from '../amount.ts'
import { hasOwnLine } from '../quantity/quantity-rule-name.ts'
import { samePrice } from '../unit-price.ts'
import type { PortionGroup } from './group-portions.ts'
import { roundedAmount, type AmountRounding } from './line-amount.ts'

/** The decimal places that every ledger's quantities can hold. */
const foldedPlaces = 4

/**
 * Groups of one price as one line, their days folded into the quantity: 17 and one more for 15 of 30 days are 17.5. Only
 * where that quantity is exact and the ledger's own multiplication gives the amount; else the groups stay as they are.
 */
export function foldedGroups(groups: readonly PortionGroup[], rounding: AmountRounding): PortionGroup[] {
  const folded: PortionGroup[] = []
  const left = [...groups]
  for (let first = left.shift(); first !== undefined; first = left.shift()) {
    const own = [first, ...left.filter((other) => foldsWith(first, other))]
    const line = own.some(isApart) ? undefined : fold(first, own, rounding)
    if (line === undefined) folded.push(...own)
    else folded.push(line)
    for (const group of own.slice(1)) left.splice(left.indexOf(group), 1)
  }
  return folded
}

/** True where a line's days are not in its quantity although the line should be folded. */
export function isUnfolded({ proration, isFolded, portions }: PortionGroup): boolean {
  return isFolded === undefined && proration !== undefined && portions[0]?.part === undefined
}

function foldsWith(first: PortionGroup, other: PortionGroup): boolean {
  if (isApart(first) || isApart(other)) return false
  const share = first.proration?.of ?? other.proration?.of
  return (
    samePrice(first.unitPrice, other.unitPrice) &&
    (other.proration === undefined || share === undefined || other.proration.of === share)
  )
}

/** Parts of a term, and units that are to be seen by themselves, are no part of a folded quantity. */
function isApart({ portions: [first] }: PortionGroup): boolean {
  return first === undefined || first.part !== undefined || hasOwnLine(first.because)
}

function fold(
  first: PortionGroup,
  groups: readonly PortionGroup[],
  rounding: AmountRounding,
): PortionGroup | undefined {
  if (groups.length === 1 && first.proration === undefined) return first
  const exact = groups.map(sharesOf).reduce(addFractions)
  const quantity = trimmed(roundFraction(exact, foldedPlaces, 'down'))
  if (compareFractions(fractionOfDecimal(quantity), exact) !== 0) return undefined
  const { unitPrice } = first
  const total = { quantity, unitPrice: unitPrice.price, exactPrice: unitPrice.exact, proration: undefined }
  const portions = groups.flatMap((group) => group.portions)
  const rounded = roundedAmount([{ quantity }], total, rounding)
  const amount =
    rounding.netting === 'net-then-round' ? rounded.amount : sumDecimals(groups.map((group) => group.amount))
  if (!holds(total, amount, rounding.places)) return undefined
  const servicePeriod = groups.map((group) => group.servicePeriod).reduce(union)
  const settled = groups.flatMap((group) => group.settled)
  return {
    servicePeriod,
    proration: undefined,
    unitPrice,
    quantity,
    portions,
    settled,
    isFolded: true,
    ...rounded,
    amount,
  }
}

function sharesOf({ quantity, proration }: PortionGroup): Fraction {
  const { numerator, denominator } = fractionOfDecimal(quantity)
  if (proration === undefined) return { numerator, denominator }
  return { numerator: numerator * BigInt(proration.days), denominator: denominator * BigInt(proration.of) }
}

/** Ledgers multiply for themselves and round half up. */
function holds(total: Parameters<typeof exactAmount>[0], amount: Decimal, places: number): boolean {
  return compareDecimals(roundFraction(exactAmount(total), places, 'half-up'), amount) === 0
}

function union(a: Period, b: Period): Period {
  return { start: earlier(a.start, b.start), end: later(a.end, b.end) }
}
