import type { Period } from '../../domain/period.ts'
import { addDecimals, zero, type Decimal } from '../../money/decimal.ts'
import { roundFraction, type Fraction } from '../../money/fraction.ts'
import type { Rounding } from '../../money/rounding.ts'
import { exactAmount } from '../amount.ts'
import type { Portion } from '../portions/portion.ts'
import { pricedByTiers } from '../prices/tier-portions.ts'
import { priceKey, samePrice, type UnitPrice } from '../unit-price.ts'

/** Portions of one billing line with the same unit price and service period: what becomes one invoice line. */
export interface PortionGroup {
  readonly servicePeriod: Period
  readonly proration: Portion['proration']
  readonly unitPrice: UnitPrice
  readonly quantity: Decimal
  readonly exact: Fraction
  /** Rounded once, here. */
  readonly amount: Decimal
  readonly portions: readonly Portion[]
  /** Changes at this price that cancel each other out on their day: they bill nothing, but what is covered moved. */
  readonly settled: readonly Portion[]
}

/** How amounts of one invoice are rounded. */
export interface AmountRounding {
  readonly places: number
  readonly rounding: Rounding
}

/** By service period, then price; those that come to no units are left out, their portions kept with their price's. */
export function groupPortions(unsplit: readonly Portion[], rounding: AmountRounding): PortionGroup[] {
  const portions = pricedByTiers(unsplit)
  const [only] = portions
  if (portions.length === 1 && only !== undefined) return [groupOf(portions, only, rounding)]
  const groups = new Map<string, Portion[]>()
  for (const portion of portions) {
    const { servicePeriod, unitPrice } = portion
    const key = `${servicePeriod.start} ${servicePeriod.end} ${priceKey(unitPrice)}`
    const others = groups.get(key)
    if (others === undefined) groups.set(key, [portion])
    else others.push(portion)
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
  const all = sorted.flatMap(([, [first, ...rest]]) =>
    first === undefined ? [] : [groupOf([first, ...rest], first, rounding)],
  )
  return withSettled(all)
}

function groupOf(portions: readonly Portion[], first: Portion, { places, rounding }: AmountRounding): PortionGroup {
  const { servicePeriod, proration, unitPrice } = first
  const quantity = portions.reduce((sum, portion) => addDecimals(sum, portion.quantity), zero)
  const exact = exactAmount({ quantity, unitPrice: unitPrice.price, exactPrice: unitPrice.exact, proration })
  const amount = roundFraction(exact, places, rounding)
  return { servicePeriod, proration, unitPrice, quantity, exact, amount, portions, settled: [] }
}

function withSettled(groups: readonly PortionGroup[]): PortionGroup[] {
  const settled = groups.filter(({ quantity }) => quantity.units === 0n)
  const billed = groups.filter(({ quantity }) => quantity.units !== 0n)
  if (settled.length === 0) return billed
  const homes = settled.map((group) => billed.find((other) => samePrice(group.unitPrice, other.unitPrice)) ?? billed[0])
  return billed.map((group) => {
    const own = settled.filter((_, index) => homes[index] === group).flatMap(({ portions }) => portions)
    return own.length === 0 ? group : { ...group, settled: own }
  })
}
