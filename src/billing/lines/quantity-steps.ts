import type { RuleLevel } from '../../domain/billing-config.ts'
import type { ArithmeticStep } from '../../domain/invoice.ts'
import type { QuantityRules } from '../../domain/quantity-rules.ts'
import { addDecimals, zero, type Decimal } from '../../money/decimal.ts'
import { plainNumber } from '../numbers-as-text.ts'
import type { Portion } from '../portions/portion.ts'
import { quantityRuleNames, type QuantityRuleName } from '../quantity/quantity-rule-name.ts'
import { defaultQuantitySettings, type QuantitySettings } from '../quantity/quantity-settings.ts'
import { signed } from '../words.ts'

/** What the steps of a line's quantity are made from. */
export interface QuantityWorking {
  readonly portions: readonly Portion[]
  readonly quantity: Decimal
  readonly quantitySource: string
  readonly settings?: QuantitySettings
  /** True where the days are in the quantity. */
  readonly isFolded?: boolean
}

/** How the quantity came about: what is held, then each rule that adds to it or takes off it. */
export function quantitySteps(working: QuantityWorking): ArithmeticStep[] {
  const { portions, quantity, quantitySource, settings = defaultQuantitySettings } = working
  if (portions.every(({ because }) => because === undefined)) {
    return [step('quantity', heldInWords(working, portions), plainNumber(quantity), quantitySource)]
  }
  const supplied = portions.filter(({ because }) => because === undefined)
  let running = sumOf(supplied)
  const held = supplied.length === 0 ? 'held 0' : heldInWords(working, supplied)
  const steps = [step('quantity', held, plainNumber(running), quantitySource)]
  for (const rule of quantityRuleNames) {
    const own = portions.filter(({ because }) => because === rule)
    if (own.length === 0) continue
    const by = sumOf(own)
    const before = running
    running = addDecimals(running, by)
    const sum = `${plainNumber(before)} ${by.units < 0n ? '-' : '+'} ${plainNumber(by).replace('-', '')}`
    steps.push(
      step(stepNames[rule], `${ruleInWords(rule, settings)}: ${sum}`, plainNumber(running), source(rule, settings)),
    )
  }
  return steps
}

function step(what: string, working: string, result: string, source: string): ArithmeticStep {
  return { what, working, result, source, rounding: undefined }
}

function sumOf(portions: readonly Portion[]): Decimal {
  return portions.reduce((sum, { quantity }) => addDecimals(sum, quantity), zero)
}

/** `held 12 (sub-a), 5 (sub-b)`, or `change +1 (sub-a)` where nothing but changes of one day makes the line. */
function heldInWords({ isFolded = false }: QuantityWorking, portions: readonly Portion[]): string {
  if (portions.length === 0) return 'stated on the line'
  const isChange = !isFolded && portions.every(({ kind }) => kind === 'change')
  const parts = portions.map(({ quantity, holding, proration }) => {
    const units = isChange ? signed(quantity) : plainNumber(quantity)
    const days = isFolded && proration !== undefined ? ` x ${String(proration.days)} / ${String(proration.of)}` : ''
    return `${units}${days} (${holding.timeline.subscriptionId})`
  })
  return `${isChange ? 'change' : 'held'} ${parts.join(', ')}`
}

const stepNames: Readonly<Record<QuantityRuleName, string>> = {
  committed: 'committed floor',
  'at-term-end': 'held to the term’s end',
  'no-credit': 'leavers not credited',
  minimum: 'minimum quantity',
  step: 'quantity step',
  maximum: 'maximum quantity',
  included: 'included quantity',
}

const ruleSteps: ReadonlySet<string> = new Set(Object.values(stepNames))

/** True for a step in which a rule changed the quantity. */
export function isQuantityRuleStep({ what }: ArithmeticStep): boolean {
  return ruleSteps.has(what)
}

function ruleInWords(rule: QuantityRuleName, settings: QuantitySettings): string {
  switch (rule) {
    case 'committed':
      return 'committed and not in use'
    case 'at-term-end':
      return 'committed to the end of the term and not in use'
    case 'no-credit':
      return 'billed to the end of the period'
    case 'minimum':
      return `at least ${numberOf(settings.minimumQuantity)}`
    case 'step':
      return `in steps of ${numberOf(settings.quantityStep)}`
    case 'maximum':
      return `at most ${numberOf(settings.maximumQuantity)}`
    case 'included':
      return `${numberOf(settings.includedQuantity)} included`
  }
}

function numberOf(value: Decimal | undefined): string {
  return value === undefined ? 'none' : plainNumber(value)
}

const keyOf: Readonly<Record<QuantityRuleName, keyof QuantityRules>> = {
  committed: 'committedFloor',
  'at-term-end': 'decreases',
  'no-credit': 'decreases',
  minimum: 'minimumQuantity',
  step: 'quantityStep',
  maximum: 'maximumQuantity',
  included: 'includedQuantity',
}

function source(rule: QuantityRuleName, { levels }: QuantitySettings): string {
  const level: RuleLevel = levels[keyOf[rule]] ?? 'house'
  return `${keyOf[rule]} (${level} rule)`
}
