import type { QuantityBasis } from '../../domain/billing-config.ts'
import { contains, type Period } from '../../domain/period.ts'
import { addDays, type PlainDate } from '../../domain/plain-date.ts'
import type { Holding } from '../holdings.ts'
import { withChangeDays } from '../quantity/change-day.ts'
import { committedUnits } from '../quantity/committed-units.ts'
import { isEnded } from '../quantity/ended-subscriptions.ts'
import { peakDay } from '../quantity/peak-day.ts'
import type { QuantityRuleName } from '../quantity/quantity-rule-name.ts'
import type { QuantitySettings } from '../quantity/quantity-settings.ts'
import type { Course, Level } from './level.ts'
import { priceHolding, refusedQuantity, type PriceHolding, type Refusal } from './portion.ts'

/** The basis that a held quantity is billed by; what the distributor's charges say is another matter. */
export type HeldBasis = Exclude<QuantityBasis, 'as-billed'>

/** What a line's subscriptions are billed for in one period, each as a course, before the line's own rules. */
export interface Courses {
  readonly courses: readonly Course[]
  readonly refusals: readonly Refusal[]
}

export interface CourseInput {
  /** One list for each subscription, by day. */
  readonly subscriptions: readonly (readonly Holding[])[]
  readonly window: Period
  readonly period: Period
  readonly basis: HeldBasis
  readonly settings: QuantitySettings
  readonly priceOf: PriceHolding
}

/**
 * The quantities that the basis finds, in this order: whose the days of changes are; what running commitments are for
 * beyond them; then the days that the basis looks at, each quantity at its price.
 */
export function coursesOf(input: CourseInput): Courses {
  const { subscriptions, window, settings } = input
  const held =
    settings.changeDay === 'new'
      ? subscriptions
      : subscriptions.map((holdings) => withChangeDays(holdings, settings, window))
  if (!settings.committedFloor && settings.decreases !== 'at-term-end') return onBasis(held, [], input)
  const isKept = settings.decreases === 'at-term-end'
  const unused = held.map((holdings) =>
    committedUnits(isKept ? holdings : holdings.filter((holding) => isHeld(holding, settings)), settings.changeDay),
  )
  const { courses, refusals } = onBasis(
    held,
    unused.map((units) => units.unused),
    input,
  )
  return { courses, refusals: [...refusals, ...unused.flatMap((units) => units.refusals)] }
}

/**
 * What is left of the commitment of a subscription that ended counts only where leavers are held to its end. The day of
 * its end is no such day where it belongs to the old quantity.
 */
function isHeld(holding: Holding, { changeDay }: QuantitySettings): boolean {
  return !isEnded(holding) || (changeDay !== 'new' && holding.days.start === holding.step.until)
}

type BySubscription = readonly (readonly Holding[])[]

function onBasis(held: BySubscription, unused: BySubscription, input: CourseInput): Courses {
  const { basis, period } = input
  if (basis === 'daily') return joined([...byDay(held, undefined, input), ...byDay(unused, becauseOf(input), input)])
  if (basis === 'peak') {
    const all = [...held.flat(), ...unused.flat()]
    const refusals = all.flatMap((holding) => refusedQuantity(holding) ?? [])
    const day = refusals.length > 0 ? undefined : peakDay(all)
    return day === undefined ? { courses: [], refusals } : onDay(day, held, unused, input)
  }
  return onDay(basis === 'whole-at-start' ? period.start : addDays(period.end, -1), held, unused, input)
}

function onDay(day: PlainDate, held: BySubscription, unused: BySubscription, input: CourseInput): Courses {
  return joined([...wholePeriod(day, held, undefined, input), ...wholePeriod(day, unused, becauseOf(input), input)])
}

function becauseOf({ settings }: CourseInput): QuantityRuleName {
  return settings.decreases === 'at-term-end' ? 'at-term-end' : 'committed'
}

function joined(parts: readonly Courses[]): Courses {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  return { courses: parts.flatMap(({ courses }) => courses), refusals: parts.flatMap(({ refusals }) => refusals) }
}

/**
 * Each day's quantity. One holding that cannot be billed leaves its whole subscription unbilled, so that no half of it
 * passes for the whole.
 */
function byDay(
  subscriptions: BySubscription,
  because: QuantityRuleName | undefined,
  { priceOf }: CourseInput,
): Courses[] {
  return subscriptions.map((holdings) => {
    const { levels, refusals } = levelsOf(holdings, because, priceOf)
    return { courses: refusals.length > 0 || levels.length === 0 ? [] : [levels], refusals }
  })
}

/** What is held on one day of the period, billed for the whole period at that day's price. */
function wholePeriod(
  day: PlainDate,
  subscriptions: BySubscription,
  because: QuantityRuleName | undefined,
  { priceOf, period }: CourseInput,
): Courses[] {
  return subscriptions.map((holdings) => {
    const onTheDay = holdings.filter(({ days }) => contains(days, day))
    const { levels, refusals } = levelsOf(onTheDay, because, priceOf)
    return { courses: levels.map((level) => [{ ...level, days: period }]), refusals }
  })
}

function levelsOf(
  holdings: readonly Holding[],
  because: QuantityRuleName | undefined,
  priceOf: PriceHolding,
): { readonly levels: Level[]; readonly refusals: Refusal[] } {
  const levels: Level[] = []
  const refusals: Refusal[] = []
  for (const holding of holdings) {
    const priced = priceHolding(holding, priceOf)
    if (priced === undefined) continue
    if ('reason' in priced) refusals.push(priced)
    else {
      const { quantity, unitPrice } = priced
      levels.push({ holding, days: holding.days, quantity, unitPrice, because })
    }
  }
  return { levels, refusals }
}
