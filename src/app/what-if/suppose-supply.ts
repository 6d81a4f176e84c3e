import type { Known } from '../../domain/known.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../domain/timeline.ts'
import { addDecimals, decimal, multiplyDecimals, parseDecimal, type Decimal } from '../../money/decimal.ts'
import type { Money } from '../../money/money.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { ChangeTimeline } from '../config/work-month.ts'
import type { Supposition } from './supposition.ts'

type ChangeStep = (step: TimelineStep) => TimelineStep

const billingTerms = ['monthly', 'annual', '2-year', '3-year', 'one-time', 'arrears'] as const

/** The keys of `product=ID:KEY=VALUE`. */
const changes: Readonly<Record<string, (value: string, text: string) => ChangeStep>> = {
  unitCost: (value, text) => withMoney('unitCost', always(numberOf(value, text))),
  listPrice: (value, text) => withMoney('listPrice', always(numberOf(value, text))),
  unitCostPercent: (value, text) => withMoney('unitCost', risenBy(numberOf(value, text))),
  listPricePercent: (value, text) => withMoney('listPrice', risenBy(numberOf(value, text))),
  billingTerm: (value, text) => {
    const billingTerm = billingTerms.find((term) => term === value)
    if (billingTerm === undefined) {
      throw new InvalidInput(`--set ${text}: billingTerm must be one of ${billingTerms.join(', ')}.`)
    }
    return (step) => ({ ...step, billingTerm, rawBillingTerm: billingTerm })
  },
  commitmentTerm: (value) => (step) => ({
    ...step,
    commitmentTerm: value === 'none' ? undefined : value.toLowerCase(),
  }),
}

/**
 * What a distributor's product costs or how it is billed, supposed to be otherwise on all days.
 * @throws {InvalidInput} for a key or a value that there is not.
 */
export function supposeSupply(suppositions: readonly Supposition[]): ChangeTimeline {
  const steps = suppositions.map(({ id, path, value, text }) => {
    const change = changes[path.join('.')]
    if (change === undefined) {
      throw new InvalidInput(`--set ${text}: of a product there is ${Object.keys(changes).join(', ')}.`)
    }
    return { id, change: change(value, text) }
  })
  const changeStep: ChangeStep = (step) =>
    steps.reduce((changed, { id, change }) => (id === '*' || id === step.productId ? change(changed) : changed), step)
  return (timeline: SubscriptionTimeline) => ({ ...timeline, steps: timeline.steps.map(changeStep) })
}

/** An unknown cost stays unknown: the currency that a supposed one would have is not known either. */
function withMoney(field: 'unitCost' | 'listPrice', change: (amount: Decimal) => Decimal): ChangeStep {
  const changed = (amount: Known<Money>): Known<Money> =>
    amount === 'unknown' ? amount : { ...change(amount), currency: amount.currency }
  return (step) => ({ ...step, [field]: changed(step[field]) })
}

function always(amount: Decimal): (before: Decimal) => Decimal {
  return () => amount
}

function risenBy(percent: Decimal): (amount: Decimal) => Decimal {
  const factor = addDecimals(decimal('1'), { units: percent.units, scale: percent.scale + 2 })
  return (amount) => multiplyDecimals(amount, factor)
}

function numberOf(value: string, text: string): Decimal {
  const number = parseDecimal(value)
  if (number === undefined) throw new InvalidInput(`--set ${text}: ${value.slice(0, 40)} is not a number.`)
  return number
}
