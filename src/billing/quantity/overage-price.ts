import type { LineRules } from '../rules.ts'
import { policyInWords } from '../words.ts'
import type { QuantitySettings } from './quantity-settings.ts'

/** Where some units are included, the units above them may have a price of their own: it goes before all others. */
export function withOveragePrice(rules: LineRules, { overagePrice, levels }: QuantitySettings): LineRules {
  if (overagePrice === undefined) return rules
  const level = levels.overagePrice ?? 'line'
  const overage = {
    level,
    policy: overagePrice,
    since: undefined,
    words: `above the included units ${policyInWords(overagePrice)}`,
  }
  return { ...rules, prices: [overage, ...rules.prices] }
}
