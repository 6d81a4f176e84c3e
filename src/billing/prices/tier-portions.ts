import { daysIn, type Period } from '../../domain/period.ts'
import { daysBetween, earlier, later, type PlainDate } from '../../domain/plain-date.ts'
import { addDecimals, compareDecimals, subtractDecimals, zero, type Decimal } from '../../money/decimal.ts'
import type { Portion } from '../portions/portion.ts'
import { monthsOfTerm } from '../portions/terms.ts'
import type { TieredPrice, TierPrice } from '../unit-price.ts'

/**
 * Portions whose price goes by tiers, each turned into portions of one tier's unit price. What counts is how many units
 * the line bills on a day, all subscriptions together; yearly terms count apart, by the day on which they end.
 *
 * `graduated`: a change of the quantity bills the units that it adds to or takes from each tier. `volume`: where a change
 * takes the quantity into another tier, all units are billed at the new price from that day on.
 */
export function pricedByTiers(portions: readonly Portion[]): readonly Portion[] {
  if (portions.every(({ unitPrice }) => unitPrice.tiers === undefined)) return portions
  const plain = portions.filter(({ unitPrice }) => unitPrice.tiers === undefined)
  const counted = new Map<string, Portion[]>()
  for (const portion of portions) {
    if (portion.unitPrice.tiers === undefined) continue
    const key = countedWith(portion)
    const others = counted.get(key)
    if (others === undefined) counted.set(key, [portion])
    else others.push(portion)
  }
  return [...plain, ...[...counted.values()].flatMap(splitTogether)]
}

function countedWith({ holding, servicePeriod }: Portion): string {
  const { billingTerm } = holding.step
  const isMonthly =
    monthsOfTerm(billingTerm) === undefined && billingTerm !== 'one-time' && billingTerm !== 'activation'
  return isMonthly ? 'monthly' : servicePeriod.end
}

function splitTogether(portions: readonly Portion[]): readonly Portion[] {
  const tiered = portions[0]?.unitPrice.tiers
  if (tiered === undefined) return portions
  const levels = levelsOf(portions)
  return tiered.mode === 'volume' ? byVolume(portions, tiered, levels) : graduated(portions, tiered, levels)
}

/** How many units are billed on the days of a stretch. */
interface Level {
  readonly days: Period
  readonly quantity: Decimal
}

function levelsOf(portions: readonly Portion[]): Level[] {
  const bounds = [...new Set(portions.flatMap(({ servicePeriod: { start, end } }) => [start, end]))].sort()
  return bounds.slice(0, -1).map((start, index) => ({
    days: { start, end: bounds[index + 1] ?? start },
    quantity: sumOn(start, portions),
  }))
}

function sumOn(day: PlainDate, portions: readonly Portion[]): Decimal {
  return portions.reduce<Decimal>(
    (sum, { servicePeriod, quantity }) =>
      servicePeriod.start <= day && day < servicePeriod.end ? addDecimals(sum, quantity) : sum,
    zero,
  )
}

function byVolume(portions: readonly Portion[], { tiers }: TieredPrice, levels: readonly Level[]): Portion[] {
  const stretches: { days: Period; tier: TierPrice }[] = []
  for (const { days, quantity } of levels) {
    const tier = tierOf(quantity, tiers)
    if (tier === undefined) continue
    const last = stretches.at(-1)
    if (last?.tier === tier && last.days.end === days.start) last.days = { start: last.days.start, end: days.end }
    else stretches.push({ days, tier })
  }
  return portions.flatMap((portion) =>
    stretches.flatMap(({ days, tier }) => {
      const service = {
        start: later(portion.servicePeriod.start, days.start),
        end: earlier(portion.servicePeriod.end, days.end),
      }
      if (service.start >= service.end) return []
      return [{ ...clipped(portion, service), unitPrice: tier.unitPrice }]
    }),
  )
}

function tierOf(quantity: Decimal, tiers: readonly TierPrice[]): TierPrice | undefined {
  if (quantity.units <= 0n) return undefined
  return tiers.find(({ upTo }) => upTo === undefined || compareDecimals(quantity, upTo) <= 0)
}

function graduated(portions: readonly Portion[], { tiers }: TieredPrice, levels: readonly Level[]): Portion[] {
  // Units that left before the price ends are written to the period's end and taken off again: neither counts after it.
  const end = levels.findLast(({ quantity }) => quantity.units !== 0n)?.days.end
  const walked: Portion[] = []
  const parts: Portion[] = []
  const inOrder = [...portions].sort((a, b) => (a.servicePeriod.start < b.servicePeriod.start ? -1 : sameStart(a, b)))
  for (const portion of inOrder) {
    const { start } = portion.servicePeriod
    const before = sumOn(start, walked)
    const service = {
      start,
      end: end === undefined || start >= end ? portion.servicePeriod.end : earlier(portion.servicePeriod.end, end),
    }
    parts.push(...acrossTiers(clipped(portion, service), before, tiers))
    walked.push(portion)
  }
  return parts
}

function sameStart(a: Portion, b: Portion): number {
  return a.servicePeriod.start === b.servicePeriod.start ? 0 : 1
}

/** The units between the quantity before and after, by the tier that they fall in. */
function acrossTiers(portion: Portion, before: Decimal, tiers: readonly TierPrice[]): Portion[] {
  const after = addDecimals(before, portion.quantity)
  let lower: Decimal | undefined
  return tiers.flatMap(({ upTo, unitPrice }) => {
    const quantity = subtractDecimals(within(after, lower, upTo), within(before, lower, upTo))
    lower = upTo
    return quantity.units === 0n ? [] : [{ ...portion, quantity, unitPrice }]
  })
}

function within(value: Decimal, lower: Decimal | undefined, upper: Decimal | undefined): Decimal {
  if (lower !== undefined && compareDecimals(value, lower) < 0) return lower
  if (upper !== undefined && compareDecimals(value, upper) > 0) return upper
  return value
}

/** The portion on some of its days, as a share of the same whole. */
function clipped(portion: Portion, service: Period): Portion {
  const { servicePeriod, proration } = portion
  if (service.start === servicePeriod.start && service.end === servicePeriod.end) return portion
  return {
    ...portion,
    kind: service.start > servicePeriod.start ? 'held' : portion.kind,
    servicePeriod: service,
    proration: { days: daysBetween(service.start, service.end), of: proration?.of ?? daysIn(servicePeriod) },
  }
}
