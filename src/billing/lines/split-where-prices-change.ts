import type { PlainDate } from '../../domain/plain-date.ts'
import type { Holding } from '../holdings.ts'

/** Cuts holdings on the days on which another price begins to apply, so that one price applies throughout each. */
export function splitWherePricesChange(
  holdings: readonly Holding[],
  pointsOf: ((holding: Holding) => readonly PlainDate[]) | undefined,
): readonly Holding[] {
  return pointsOf === undefined ? holdings : holdings.flatMap((holding) => cut(holding, pointsOf(holding)))
}

function cut(holding: Holding, points: readonly PlainDate[]): readonly Holding[] {
  const { start, end } = holding.days
  const inside = points.filter((day) => day > start && day < end)
  if (inside.length === 0) return [holding]
  const bounds = [start, ...inside.sort(), end]
  return bounds.flatMap((day, index) => {
    const next = bounds[index + 1]
    return next === undefined || next <= day ? [] : [{ ...holding, days: { start: day, end: next } }]
  })
}
