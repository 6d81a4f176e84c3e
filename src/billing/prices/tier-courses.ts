import type { Period } from '../../domain/period.ts'
import { earlier, later } from '../../domain/plain-date.ts'
import { addDecimals, equalDecimals, zero, type Decimal } from '../../money/decimal.ts'
import type { Course, Level } from '../portions/level.ts'
import type { TieredPrice, TierPrice } from '../unit-price.ts'
import { acrossTiers, tierOf } from './tier-ranges.ts'

/**
 * Units whose price goes by tiers, at the unit price of the tier that they fall in on each day. What counts is how many
 * units the line bills on that day, all its courses together, in their order.
 *
 * `volume`: all units of a day have the price of the tier that the whole quantity falls in. `graduated`: each unit has
 * the price of its own tier, so that a course goes on as one for each tier.
 */
export function coursesByTiers(courses: readonly Course[]): readonly Course[] {
  const tiered = tiersAmong(courses)
  if (tiered === undefined) return courses
  const segments = segmentsOf(courses.flat())
  return tiered.mode === 'volume' ? byVolume(courses, tiered, segments) : graduated(courses, tiered, segments)
}

/** One rule prices a line's tiers, so the first that is found is all there is. */
function tiersAmong(courses: readonly Course[]): TieredPrice | undefined {
  for (const course of courses) {
    for (const { unitPrice } of course) if (unitPrice.tiers !== undefined) return unitPrice.tiers
  }
  return undefined
}

/** The stretches between the days on which anything changes. */
function segmentsOf(levels: readonly Level[]): Period[] {
  const days = [...new Set(levels.flatMap(({ days: { start, end } }) => [start, end]))].sort()
  return days.flatMap((start, index) => {
    const end = days[index + 1]
    return end === undefined ? [] : [{ start, end }]
  })
}

function levelIn(course: Course, { start }: Period): Level | undefined {
  return course.find(({ days }) => days.start <= start && start < days.end)
}

function byVolume(courses: readonly Course[], { tiers }: TieredPrice, segments: readonly Period[]): Course[] {
  const priced = segments.map((days) => ({ days, tier: tierOf(totalIn(courses, days), tiers) }))
  return courses.map((course) =>
    course.flatMap((level) => (level.unitPrice.tiers === undefined ? [level] : cutByTier(level, priced))),
  )
}

function totalIn(courses: readonly Course[], days: Period): Decimal {
  return courses.reduce<Decimal>((sum, course) => addDecimals(sum, levelIn(course, days)?.quantity ?? zero), zero)
}

function cutByTier(level: Level, priced: readonly { days: Period; tier: TierPrice | undefined }[]): Level[] {
  const pieces: Level[] = []
  for (const { days, tier } of priced) {
    const own = { start: later(days.start, level.days.start), end: earlier(days.end, level.days.end) }
    if (own.start >= own.end || tier === undefined) continue
    append(pieces, { ...level, days: own, unitPrice: tier.unitPrice })
  }
  return pieces
}

function graduated(courses: readonly Course[], { tiers }: TieredPrice, segments: readonly Period[]): Course[] {
  const made = courses.map(() => tiers.map((): Level[] => []))
  for (const days of segments) {
    let total = zero
    for (const [index, course] of courses.entries()) {
      const level = levelIn(course, days)
      if (level === undefined) continue
      if (level.unitPrice.tiers === undefined) {
        append(made[index]?.[0], { ...level, days })
        continue
      }
      for (const { quantity, unitPrice, tier } of acrossTiers(total, level.quantity, tiers)) {
        append(made[index]?.[tier], { ...level, days, quantity, unitPrice })
      }
      total = addDecimals(total, level.quantity)
    }
  }
  return made.flat().filter((course) => course.length > 0)
}

/** What goes on unchanged stays one level. */
function append(course: Level[] | undefined, next: Level): void {
  const last = course?.at(-1)
  const goesOn =
    last?.days.end === next.days.start &&
    last.holding === next.holding &&
    last.unitPrice === next.unitPrice &&
    last.because === next.because &&
    equalDecimals(last.quantity, next.quantity)
  if (goesOn && course !== undefined)
    course[course.length - 1] = { ...last, days: { start: last.days.start, end: next.days.end } }
  else course?.push(next)
}
