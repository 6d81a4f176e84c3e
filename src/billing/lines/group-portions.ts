import { samePeriod, type Period } from '../../domain/period.ts'
import type { LineShape, ZeroLines } from '../../domain/quantity-rules.ts'
import { addDecimals, zero, type Decimal } from '../../money/decimal.ts'
import type { Portion } from '../portions/portion.ts'
import { pricedByTiers } from '../prices/tier-portions.ts'
import { hasOwnLine } from '../quantity/quantity-rule-name.ts'
import { defaultQuantitySettings, type QuantitySettings } from '../quantity/quantity-settings.ts'
import { priceKey, samePrice, type UnitPrice } from '../unit-price.ts'
import { foldedGroups } from './fold-groups.ts'
import { joinedStretches } from './join-stretches.ts'
import { roundedAmount, type AmountRounding, type RoundedAmount } from './line-amount.ts'
import { partAmount } from './part-of-term.ts'

/** Portions of one billing line with the same unit price and service period: what becomes one invoice line. */
export interface PortionGroup extends RoundedAmount {
  readonly servicePeriod: Period
  readonly proration: Portion['proration']
  readonly unitPrice: UnitPrice
  readonly quantity: Decimal
  readonly portions: readonly Portion[]
  /** Changes at this price that cancel each other out on their day: they bill nothing, but what is covered moved. */
  readonly settled: readonly Portion[]
  /** True where the days are in the quantity. */
  readonly isFolded?: true
}

/** How a line's groups stand on the invoice. */
export type LineForm = Pick<QuantitySettings, 'shape' | 'zeroLines'>

/** By service period, then tier, then price; those that come to no units are left out, their portions kept with their price's. */
export function groupPortions(
  unsplit: readonly Portion[],
  rounding: AmountRounding,
  { shape, zeroLines }: LineForm = defaultQuantitySettings,
): PortionGroup[] {
  const portions = pricedByTiers(unsplit)
  const [only] = portions
  if (portions.length === 1 && only !== undefined && shape !== 'folded') return [groupOf(portions, only, rounding)]
  const groups = new Map<string, Portion[]>()
  for (const portion of portions) {
    const key = keyOf(portion)
    const others = groups.get(key)
    if (others === undefined) groups.set(key, [portion])
    else others.push(portion)
  }
  const sorted = [...groups].sort(byDaysThenTierThenPrice)
  const all = sorted.flatMap(([, [first, ...rest]]) =>
    first === undefined ? [] : [groupOf([first, ...rest], first, rounding)],
  )
  return inShape(withSettled(all, zeroLines), shape, rounding)
}

type Keyed = readonly [key: string, portions: readonly Portion[]]

/** Tiers stand in their order, whatever their prices are. */
function byDaysThenTierThenPrice([a, [ofA]]: Keyed, [b, [ofB]]: Keyed): number {
  const [tierOfA, tierOfB] = [ofA?.unitPrice.tier, ofB?.unitPrice.tier]
  if (tierOfA !== tierOfB && ofA !== undefined && ofB !== undefined && samePeriod(ofA.servicePeriod, ofB.servicePeriod))
    return (tierOfA ?? -1) - (tierOfB ?? -1)
  return a < b ? -1 : 1
}

function inShape(groups: PortionGroup[], shape: LineShape, rounding: AmountRounding): PortionGroup[] {
  if (shape === 'adjustments') return groups
  return shape === 'stretches' ? joinedStretches(groups, rounding) : foldedGroups(groups, rounding)
}

function keyOf({ servicePeriod, unitPrice, because, part }: Portion): string {
  const place = `${servicePeriod.start} ${servicePeriod.end} ${priceKey(unitPrice)}`
  if (because === undefined && part === undefined) return place
  const own = hasOwnLine(because) ? ` ${because ?? ''}` : ''
  return part === undefined ? `${place}${own}` : `${place}${own} ${part.term.start} ${String(part.first)}`
}

function groupOf(portions: readonly Portion[], first: Portion, rounding: AmountRounding): PortionGroup {
  const { servicePeriod, proration, unitPrice, part } = first
  const quantity = portions.reduce((sum, portion) => addDecimals(sum, portion.quantity), zero)
  const total = { quantity, unitPrice: unitPrice.price, exactPrice: unitPrice.exact, proration }
  const whole = roundedAmount(portions, total, rounding)
  const rounded = part === undefined ? whole : partAmount(whole, part)
  return { servicePeriod, proration, unitPrice, quantity, portions, settled: [], ...rounded }
}

function withSettled(groups: readonly PortionGroup[], zeroLines: ZeroLines): PortionGroup[] {
  const settled = groups.filter((group) => isSettled(group, zeroLines))
  const billed = groups.filter((group) => !isSettled(group, zeroLines))
  if (settled.length === 0) return billed
  const homes = settled.map((group) => billed.find((other) => samePrice(group.unitPrice, other.unitPrice)) ?? billed[0])
  return billed.map((group) => {
    const own = settled.filter((_, index) => homes[index] === group).flatMap(({ portions }) => portions)
    return own.length === 0 ? group : { ...group, settled: own }
  })
}

/** No units in the end: what came and went on one day, or units that are all included and not to be shown. */
function isSettled({ quantity, portions }: PortionGroup, zeroLines: ZeroLines): boolean {
  if (quantity.units !== 0n) return false
  return zeroLines === 'hide' || !portions.some(({ because }) => because === 'included' || because === 'maximum')
}
