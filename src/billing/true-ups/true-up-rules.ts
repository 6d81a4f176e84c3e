import type { BillingConfig, ClientBillingConfig, TrueUpMode, TrueUpRules } from '../../domain/billing-config.ts'
import { zero, type Decimal } from '../../money/decimal.ts'
import type { RunContext } from '../run-context.ts'

/** How one billing line's closed months are looked at, each key from the nearest place that states it. */
export interface TrueUpRule {
  readonly window: number
  readonly below: Decimal
  readonly as: TrueUpMode
}

/**
 * The rule of the config that is in force now: what a closed month should have billed, its own config says; what becomes
 * of a difference, is decided today. A line that is no longer in the config follows its item, the client and the house.
 */
export function trueUpRuleFor(
  run: RunContext,
  client: ClientBillingConfig,
  line: { readonly lineId: string; readonly itemId: string },
): TrueUpRule {
  const levels: readonly (TrueUpRules | undefined)[] = [
    client.lines.find(({ lineId }) => lineId === line.lineId)?.rules.trueUps,
    client.rules.trueUps,
    run.items.get(line.itemId)?.rules.trueUps,
    run.input.config.house.rules.trueUps,
  ]
  const nearest = <K extends keyof TrueUpRules>(key: K): TrueUpRules[K] | undefined =>
    levels.find((rules) => rules?.[key] !== undefined)?.[key]
  return { window: nearest('window') ?? 0, below: nearest('below') ?? zero, as: nearest('as') ?? 'bill' }
}

/** The longest window of one client: for most runs it is 0, and then nothing of the past is worked out. */
export function longestWindowOf({ input, items }: RunContext, { rules, lines }: ClientBillingConfig): number {
  const levels = [
    input.config.house.rules,
    rules,
    ...lines.flatMap((line) => [line.rules, items.get(line.itemId)?.rules]),
  ]
  return Math.max(0, ...levels.map((level) => level?.trueUps?.window ?? 0))
}

/** The longest window that any rule of a config states: so many months before a run have to be read for it. */
export function longestWindow({ house, items, clients }: BillingConfig): number {
  const windows = [
    house.rules,
    ...items.map(({ rules }) => rules),
    ...clients.flatMap(({ rules, lines }) => [rules, ...lines.map((line) => line.rules)]),
  ].map(({ trueUps }) => trueUps?.window ?? 0)
  return windows.reduce((longest, window) => Math.max(longest, window), 0)
}
