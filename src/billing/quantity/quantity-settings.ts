import type { BillingLine, BillingRules, ClientBillingConfig, RuleLevel } from '../../domain/billing-config.ts'
import type { QuantityRules } from '../../domain/quantity-rules.ts'
import { zero } from '../../money/decimal.ts'
import type { RunContext } from '../run-context.ts'

type Optional = 'overagePrice' | 'minimumQuantity' | 'maximumQuantity' | 'quantityStep' | 'text'

/** The quantity rules that hold for one line, each from the nearest place that states it. */
export type QuantitySettings = Required<Omit<QuantityRules, Optional>> & {
  readonly [K in Optional]: QuantityRules[K] | undefined
} & {
  /** Where each rule was stated that anybody stated at all. */
  readonly levels: Partial<Readonly<Record<keyof QuantityRules, RuleLevel>>>
}

/** What holds where nobody says otherwise. */
export const defaultQuantitySettings: QuantitySettings = {
  includedQuantity: zero,
  overagePrice: undefined,
  minimumQuantity: undefined,
  maximumQuantity: undefined,
  quantityStep: undefined,
  text: undefined,
  committedFloor: false,
  dayCount: 'actual',
  changeDay: 'new',
  servicePeriods: 'calendar',
  shape: 'adjustments',
  roundingPlace: 'amount',
  netting: 'net-then-round',
  decreases: 'credit',
  timing: 'advance',
  terms: 'once',
  zeroLines: 'hide',
  levels: {},
}

const keys = [
  'includedQuantity',
  'overagePrice',
  'minimumQuantity',
  'maximumQuantity',
  'quantityStep',
  'committedFloor',
  'dayCount',
  'changeDay',
  'servicePeriods',
  'shape',
  'text',
  'roundingPlace',
  'netting',
  'decreases',
  'timing',
  'terms',
  'zeroLines',
] as const satisfies readonly (keyof QuantityRules)[]

interface Level {
  readonly level: RuleLevel
  readonly rules: BillingRules
}

/** Precedence: line, client, catalog item, house. Each setting is looked up by itself. */
export function quantitySettingsFor(run: RunContext, client: ClientBillingConfig, line: BillingLine): QuantitySettings {
  const item = run.items.get(line.itemId)?.rules
  const levels: Level[] = []
  if (states(line.rules)) levels.push({ level: 'line', rules: line.rules })
  if (states(client.rules)) levels.push({ level: 'client', rules: client.rules })
  if (item !== undefined && states(item)) levels.push({ level: 'item', rules: item })
  const house = run.input.config.house.rules
  if (states(house)) levels.push({ level: 'house', rules: house })
  return levels.length === 0 ? defaultQuantitySettings : settingsFrom(levels)
}

const silent = new WeakSet<BillingRules>()

/** Most places state none of these rules, and most lines share them, so each place is looked through once. */
function states(rules: BillingRules): boolean {
  if (silent.has(rules)) return false
  if (keys.some((key) => rules[key] !== undefined)) return true
  silent.add(rules)
  return false
}

function settingsFrom(stated: readonly Level[]): QuantitySettings {
  const rulesAt = stated.map(({ rules }): QuantityRules => rules)
  const nearest = <K extends keyof QuantityRules>(key: K): QuantityRules[K] | undefined =>
    rulesAt.find((rules) => rules[key] !== undefined)?.[key]
  const levels: Partial<Record<keyof QuantityRules, RuleLevel>> = {}
  for (const key of keys) {
    const level = stated.find(({ rules }) => rules[key] !== undefined)?.level
    if (level !== undefined) levels[key] = level
  }
  const preset = defaultQuantitySettings
  return {
    includedQuantity: nearest('includedQuantity') ?? preset.includedQuantity,
    overagePrice: nearest('overagePrice'),
    minimumQuantity: nearest('minimumQuantity'),
    maximumQuantity: nearest('maximumQuantity'),
    quantityStep: nearest('quantityStep'),
    committedFloor: nearest('committedFloor') ?? preset.committedFloor,
    dayCount: nearest('dayCount') ?? preset.dayCount,
    changeDay: nearest('changeDay') ?? preset.changeDay,
    servicePeriods: nearest('servicePeriods') ?? preset.servicePeriods,
    shape: nearest('shape') ?? preset.shape,
    text: nearest('text'),
    roundingPlace: nearest('roundingPlace') ?? preset.roundingPlace,
    netting: nearest('netting') ?? preset.netting,
    decreases: nearest('decreases') ?? preset.decreases,
    timing: nearest('timing') ?? preset.timing,
    terms: nearest('terms') ?? preset.terms,
    zeroLines: nearest('zeroLines') ?? preset.zeroLines,
    levels,
  }
}
