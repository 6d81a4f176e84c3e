import { daysIn, type Period } from '../../domain/period.ts'
import { daysBetween, earlier, later, type PlainDate } from '../../domain/plain-date.ts'
import { addDecimals, zero, type Decimal } from '../../money/decimal.ts'
import type { Portion } from '../portions/portion.ts'
import type { TieredPrice, TierPrice } from '../unit-price.ts'
import { acrossTiers, tierOf } from './tier-ranges.ts'

/**
 * Portions of terms whose price goes by tiers, each turned into portions of one tier's unit price (months are priced day
 * by day before they become portions). What counts is how many units the line bills, all subscriptions together whose
 * terms end on the same day.
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
    const key = portion.servicePeriod.end
    const others = counted.get(key)
    if (others === undefined) counted.set(key, [portion])
    else others.push(portion)
  }
  return [...plain, ...[...counted.values()].flatMap(splitTogether)]
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
    const tier = quantity.units <= 0n ? undefined : tierOf(quantity, tiers)
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
    const whole = clipped(portion, service)
    for (const { quantity, unitPrice } of acrossTiers(before, portion.quantity, tiers)) {
      parts.push({ ...whole, quantity, unitPrice })
    }
    walked.push(portion)
  }
  return parts
}

function sameStart(a: Portion, b: Portion): number {
  return a.servicePeriod.start === b.servicePeriod.start ? 0 : 1
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
