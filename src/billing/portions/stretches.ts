import type { Period } from '../../domain/period.ts'
import { earlier, later } from '../../domain/plain-date.ts'
import type { Span } from './adjustments.ts'
import { shareOf } from './day-count.ts'
import type { Course, Level } from './level.ts'
import type { Portion } from './portion.ts'

/**
 * What is held on each stretch of days in which nothing about the line changes, whichever of its subscriptions it is.
 * Stretches that follow each other at the same quantity and price are put together when they become lines.
 */
export function stretchPortions(courses: readonly Course[], span: Span): Portion[] {
  const levels = courses.flat()
  const bounds = [...new Set(levels.flatMap(({ days: { start, end } }) => [start, end]))].sort()
  return levels.flatMap((level) => piecesOf(level, bounds).map((days) => portionOf(level, days, span)))
}

function piecesOf({ days }: Level, bounds: readonly string[]): Period[] {
  return bounds.flatMap((bound, index) => {
    const next = bounds[index + 1]
    if (next === undefined || next <= days.start || bound >= days.end) return []
    return [{ start: later(bound, days.start), end: earlier(next, days.end) }]
  })
}

function portionOf(level: Level, servicePeriod: Period, { period, dayCount }: Span): Portion {
  const { holding, quantity, unitPrice, because } = level
  const proration = shareOf(servicePeriod, period, dayCount)
  return { holding, kind: 'held', servicePeriod, proration, quantity, unitPrice, because }
}
