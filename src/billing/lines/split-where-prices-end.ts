import type { PlainDate } from '../../domain/plain-date.ts'
import type { Holding } from '../holdings.ts'
import type { LineRules } from '../rules.ts'

/** Cuts holdings on the days on which a held price ends, so that one price applies throughout each. */
export function splitWherePricesEnd(holdings: readonly Holding[], { prices }: LineRules): readonly Holding[] {
  const ends: PlainDate[] = []
  for (const { policy } of prices) {
    if (policy.policy === 'hold' && policy.until !== undefined) ends.push(policy.until)
  }
  if (ends.length === 0) return holdings
  ends.sort()
  return holdings.flatMap((holding) => cut(holding, ends))
}

function cut(holding: Holding, ends: readonly PlainDate[]): Holding[] {
  const { start, end } = holding.days
  const inside = ends.filter((day) => day > start && day < end)
  const bounds = [start, ...inside, end]
  return bounds.flatMap((day, index) => {
    const next = bounds[index + 1]
    return next === undefined || next <= day ? [] : [{ ...holding, days: { start: day, end: next } }]
  })
}
