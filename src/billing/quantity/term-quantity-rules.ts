import { subtractDecimals, type Decimal } from '../../money/decimal.ts'
import type { QuantityRuleName } from './quantity-rule-name.ts'
import type { QuantitySettings } from './quantity-settings.ts'
import { afterRule, termRules } from './rule-arithmetic.ts'

/**
 * What each rule adds to or takes off a change of one subscription's quantity within its term: what it makes of the new
 * quantity, less what it made of the old. Terms of different subscriptions begin on different days, so each counts alone.
 */
export function ruleDeltas(
  before: Decimal,
  after: Decimal,
  settings: QuantitySettings,
): { readonly rule: QuantityRuleName; readonly quantity: Decimal }[] {
  let [old, now] = [before, after]
  return termRules(settings).flatMap((rule) => {
    const [oldRuled, nowRuled] = [old, now].map((value) => afterRule(rule, value, { settings, most: value }))
    if (oldRuled === undefined || nowRuled === undefined) return []
    const quantity = subtractDecimals(subtractDecimals(nowRuled, now), subtractDecimals(oldRuled, old))
    old = oldRuled
    now = nowRuled
    return quantity.units === 0n ? [] : [{ rule, quantity }]
  })
}
