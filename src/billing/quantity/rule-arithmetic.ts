import { compareDecimals, powerOfTen, subtractDecimals, zero, type Decimal } from '../../money/decimal.ts'
import type { QuantityRuleName } from './quantity-rule-name.ts'
import type { QuantitySettings } from './quantity-settings.ts'

/** The rules that look at a line's quantity as a whole. */
export type LineRuleName = Exclude<QuantityRuleName, 'committed' | 'at-term-end'>

/** The rules of a line's settings, in the order in which they are applied. */
export function termRules(settings: QuantitySettings): LineRuleName[] {
  const rules: LineRuleName[] = []
  if (settings.minimumQuantity !== undefined) rules.push('minimum')
  if (settings.quantityStep !== undefined) rules.push('step')
  if (settings.maximumQuantity !== undefined) rules.push('maximum')
  if (settings.includedQuantity.units !== 0n) rules.push('included')
  return rules
}

/** The same, with what becomes of leavers within a period before them. */
export function lineRules(settings: QuantitySettings): LineRuleName[] {
  const rules = termRules(settings)
  return settings.decreases === 'credit' ? rules : ['no-credit', ...rules]
}

/** What one rule makes of a quantity. `most` is the most that the period has held so far. */
export function afterRule(
  rule: LineRuleName,
  quantity: Decimal,
  { settings, most }: { readonly settings: QuantitySettings; readonly most: Decimal },
): Decimal {
  if (rule === 'no-credit') return most
  if (quantity.units <= 0n) return quantity
  switch (rule) {
    case 'minimum':
      return larger(quantity, settings.minimumQuantity ?? quantity)
    case 'step':
      return upToMultiple(quantity, settings.quantityStep)
    case 'maximum':
      return smaller(quantity, settings.maximumQuantity ?? quantity)
    case 'included':
      return larger(zero, subtractDecimals(quantity, settings.includedQuantity))
  }
}

function upToMultiple(quantity: Decimal, step: Decimal | undefined): Decimal {
  if (step === undefined || step.units <= 0n) return quantity
  const scale = Math.max(quantity.scale, step.scale)
  const units = quantity.units * powerOfTen(scale - quantity.scale)
  const size = step.units * powerOfTen(scale - step.scale)
  const steps = (units + size - 1n) / size
  return { units: steps * size, scale }
}

function larger(a: Decimal, b: Decimal): Decimal {
  return compareDecimals(a, b) >= 0 ? a : b
}

function smaller(a: Decimal, b: Decimal): Decimal {
  return compareDecimals(a, b) <= 0 ? a : b
}
