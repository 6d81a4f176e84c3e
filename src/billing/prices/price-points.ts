import type { PlainDate } from '../../domain/plain-date.ts'
import type { Holding } from '../holdings.ts'
import type { LineRules } from '../rules.ts'
import { followedDays } from './followed-prices.ts'

/** The days inside a holding on which another price may begin to apply; undefined: no rule has any. */
export function pricePointsOf({ prices, follow }: LineRules): ((holding: Holding) => readonly PlainDate[]) | undefined {
  const ends: PlainDate[] = []
  for (const { policy } of prices) {
    if (policy.policy === 'hold' && policy.until !== undefined) ends.push(policy.until)
  }
  if (follow === undefined) return ends.length === 0 ? undefined : () => ends
  return (holding) => [...ends, ...followedDays(holding, follow.value)]
}
